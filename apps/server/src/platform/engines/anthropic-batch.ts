/**
 * Message Batches: questions that nobody waits for, answered within a day at half price. Each is one request without tools and
 * without a correction; what comes of it is checked like any other answer. Who asks, sends and looks: platform/message-batches.
 */
import Anthropic from '@anthropic-ai/sdk'
import { NO_COST } from './add-costs.ts'
import { replyOf, requestOf } from './anthropic-api.ts'
import { buildPrompt } from './build-prompt.ts'
import type { EngineAnswer, EngineTask } from './engine.ts'
import { EngineFailure } from './engine-failure.ts'
import { worstCase } from './model-calls.ts'
import type { ModelCall, Settlement } from './model-meter.ts'
import { type HeaderCredentials, upstreamHeaders, upstreamUrl } from './model-upstream.ts'
import { costOf, NO_USAGE, toUsd } from './models.ts'
import { readOutput } from './read-output.ts'
import { DECLINED } from './run-model.ts'
import { readUsage } from './watch-answer.ts'

/** The API itself: platforms have no message batches of this form. */
export interface DirectUpstream {
  baseUrl: string
  credentials: HeaderCredentials
}

export type BatchParams = Anthropic.MessageCreateParamsNonStreaming
/** The API's, and what we found out ourselves: that a batch was lost, that a question is wanted no more. */
export type BatchResult = Anthropic.Messages.MessageBatchResult | { type: 'lost' | 'unwanted' }

const ENGINE = 'anthropic-api'

/** Longest wait for one answer of the API about a batch; results may be many megabytes. Milliseconds. */
const TIMEOUT_MS = 120_000

/** What a task asks in a batch, and what it can cost at most. @param number the call's place in its run, from 1. */
export function batchRequestOf<T>(task: EngineTask<T>, number: number) {
  const prompt = buildPrompt(task)
  const messages = [{ role: 'user' as const, content: prompt.question }]
  const params: BatchParams = {
    ...requestOf(task, prompt, []),
    messages,
  }
  const { model, max_tokens } = params
  const body = JSON.stringify(params)
  const { inputTokensAtMost, worst } = worstCase(model, body, max_tokens, { batch: true })
  const call: ModelCall = {
    payer: task.payer,
    engine: ENGINE,
    model,
    number,
    inputTokensAtMost,
    outputTokensAtMost: max_tokens,
    worstCaseUsd: toUsd(worst),
    batch: true,
  }
  return { params, call }
}

/** Its requests carry our credentials to the one address. A batch that is made twice is paid for twice: nothing is tried again. */
export const batchClient = (upstream: DirectUpstream) =>
  new Anthropic({
    apiKey: 'put in place below',
    baseURL: 'http://upstream.invalid',
    maxRetries: 0,
    timeout: TIMEOUT_MS,
    logLevel: 'off',
    openTelemetry: false,
    fetch: (input, init) => {
      const { pathname, search } = new URL(String(input))
      const headers = upstreamHeaders(
        upstream.credentials,
        new Headers(init?.headers as Record<string, string>),
      )
      return fetch(upstreamUrl(upstream, pathname + search), { ...init, headers } as RequestInit)
    },
  }).messages.batches
export type BatchClient = ReturnType<typeof batchClient>

/** What a result is in the books, at half price; what was not answered is not paid for. @param asked the model's name. */
export function batchSettlement(
  asked: string,
  result: BatchResult,
  durationMs: number,
): Settlement {
  const message = result.type === 'succeeded' ? result.message : null
  const model = message?.model ?? asked
  const usage = message ? readUsage(message.usage) : NO_USAGE
  return {
    model,
    usage,
    costUsd: costOf(model, usage, { batch: true }).toString(),
    outcome: message ? 'answered' : 'failed',
    estimated: false,
    durationMs: Math.round(durationMs),
  }
}

/** @throws EngineFailure where the result holds no value of the task. */
export function readBatchResult<T>(task: EngineTask<T>, result: BatchResult): EngineAnswer<T> {
  if (result.type !== 'succeeded')
    throw new EngineFailure(
      'engine.unavailable',
      `The batch gave no answer: ${why(result)}.`,
      NO_COST,
    )
  const { message } = result
  const { cache_write_1h: _, ...tokens } = readUsage(message.usage)
  const costUsd = toUsd(costOf(message.model, readUsage(message.usage), { batch: true }))
  const cost = { engine: ENGINE, model: message.model, tokens, costUsd }
  const reply = replyOf(message)
  if (reply?.kind === 'declined') throw new EngineFailure('engine.declined', DECLINED, cost)
  const output = readOutput(task, reply?.kind === 'value' ? reply.raw : undefined)
  if (output.value === null)
    throw new EngineFailure('engine.invalid_output', output.complaints.join('; '), cost)
  return { value: output.value, cost, notes: [] }
}

function why(result: Exclude<BatchResult, { type: 'succeeded' }>): string {
  return result.type === 'errored' ? `${result.type}, ${result.error.error.type}` : result.type
}

/** Whether asking the same once more may help. */
export const mayHelpAgain = (result: BatchResult): boolean =>
  result.type === 'errored'
    ? result.error.error.type !== 'invalid_request_error'
    : result.type !== 'succeeded' && result.type !== 'unwanted'
