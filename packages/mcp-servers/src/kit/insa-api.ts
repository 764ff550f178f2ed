/** For servers whose back end is INSA CRM itself: its HTTP API, with a key, under that key's rights. */
import { ApiError, type Client, createClient } from '@insa/contracts'
import { z } from 'zod'
import { ToolError } from './tool-error.ts'

/** The settings of a server that calls the API. */
export const INSA_SETTINGS = {
  INSA_URL: z
    .url({ protocol: /^https?$/ })
    .default('http://127.0.0.1:8080')
    .describe('where INSA CRM is'),
  INSA_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'holds blanks or characters that no key has')
    .describe('an API key, made in the console under API keys; its rights are yours'),
}

export const clientFrom = (settings: { INSA_URL: string; INSA_API_KEY: string }): Client =>
  createClient({ baseUrl: settings.INSA_URL, apiKey: settings.INSA_API_KEY })

/** Answers what `work` answers; a failure of the API is told as one of the tool. */
export async function throughApi<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw error instanceof ApiError ? toToolError(error) : error
  }
}

function toToolError(error: ApiError): ToolError {
  const { problem, code } = error
  const fields = (problem.errors ?? []).filter(({ message }) => !error.message.includes(message))
  return new ToolError(error.message, { code, fields, hint: hintFor(error), cause: error })
}

function hintFor({ status, code, retryAfterSeconds, problem }: ApiError): string | undefined {
  if (code === 'client.unreachable') return 'Is INSA CRM running, and does INSA_URL name it?'
  if (status === 401)
    return 'INSA_API_KEY is missing, wrong, expired or revoked. Make one in the console.'
  if (status === 403)
    return 'whoami tells what this key may do. Somebody with the right has to do it.'
  if (status === 412) return 'It was changed meanwhile. Read it again and repeat the change.'
  if (retryAfterSeconds !== null) return `Try again in ${retryAfterSeconds} s.`
  if (status >= 500) return `The log of INSA CRM says more under ${problem.correlation_id}.`
  return undefined
}
