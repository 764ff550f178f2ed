/** What goes wrong between us and a model: what it is, whether to try again and when, what the engine's client is told. */
import type { Refusal } from './model-meter.ts'

/** Why a call did not end well. `midway`: a part of the answer had been passed on, so only a new run can try again. */
export type Trouble = { midway?: boolean } & (
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'overloaded'; status: number; message: string }
  | { kind: 'rate_limited'; retryAfterMs: number | null; message: string }
  | { kind: 'timeout'; message: string }
  | { kind: 'broken'; message: string }
  /** What no repetition mends: a bad key, an unknown model, a request that is too long. */
  | { kind: 'rejected'; status: number; message: string }
)

/** Between two tries at most. */
const MAX_BACKOFF_MS = 8_000

/** What an answer with an error status means. */
export function troubleOf(response: Response, body: string): Trouble {
  const { status } = response
  const message = messageIn(body) ?? `The API answered ${status}.`
  if (status === 429)
    return { kind: 'rate_limited', retryAfterMs: retryAfter(response.headers), message }
  if (status === 408 || status >= 500) return { kind: 'overloaded', status, message }
  return { kind: 'rejected', status, message }
}

function messageIn(body: string): string | null {
  try {
    const said = JSON.parse(body) as { error?: { message?: unknown }; message?: unknown }
    // Bedrock says it without a wrapping.
    const message = said.error?.message ?? said.message
    return typeof message === 'string' ? message : null
  } catch {
    return null
  }
}

/** Seconds or a date, as HTTP has it. @returns milliseconds. */
function retryAfter(headers: Headers): number | null {
  const value = headers.get('retry-after')
  if (value === null) return null
  const seconds = Number(value)
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000)
  const date = Date.parse(value)
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now())
}

/** Whether another try may go well. */
export const isPassing = ({ kind }: Trouble) => kind !== 'refused' && kind !== 'rejected'

/** What the API asks for, else longer each time, and never the same for all. @returns milliseconds. */
export function waitBefore(trouble: Trouble, tries: number, backoffMs: number): number {
  const told = trouble.kind === 'rate_limited' ? trouble.retryAfterMs : null
  if (told !== null) return told
  return Math.min(MAX_BACKOFF_MS, backoffMs * 2 ** (tries - 1)) * (0.75 + Math.random() / 2)
}

/** @returns one line for people. */
export const toldOf = ({ kind }: Trouble, waitMs: number): string =>
  `The model is ${WORDS[kind]}; it is asked again in ${(waitMs / 1000).toFixed(1)} s.`

const WORDS: Record<Trouble['kind'], string> = {
  refused: 'not allowed',
  overloaded: 'overloaded',
  rate_limited: 'over its rate',
  timeout: 'silent',
  broken: 'cut off',
  rejected: 'not willing',
}

/** For the engine's client, which must not try again by itself. */
export function troubleResponse(trouble: Trouble): Response {
  switch (trouble.kind) {
    case 'refused':
      return refusedResponse(403, trouble.refusal.message)
    case 'rejected':
      return refusedResponse(trouble.status, trouble.message)
    default:
      return refusedResponse(400, `${trouble.kind}: ${trouble.message}`)
  }
}

export const refusedResponse = (status: number, message: string): Response =>
  new Response(
    JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message } }),
    { status, headers: { 'content-type': 'application/json', 'x-should-retry': 'false' } },
  )
