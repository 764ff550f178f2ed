/**
 * Every call of a model passes here, whichever engine makes it. Before it the meter is asked, after it told. Overload, rate
 * limits, silence and broken lines are tried again, inside the run's time and money: retries have this one owner, the
 * engines' own are off.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { Decimal } from 'decimal.js'
import type { ModelCall, ModelMeter, Permit, Refusal, Settlement } from './model-meter.ts'
import type { ModelRequest } from './model-request.ts'
import { book, type ModelRun } from './model-run.ts'
import {
  isPassing,
  refusedResponse,
  type Trouble,
  toldOf,
  troubleOf,
  troubleResponse,
  waitBefore,
} from './model-trouble.ts'
import { type ModelUpstream, sendUpstream } from './model-upstream.ts'
import { costOf, type ModelUsage, NO_USAGE, toUsd } from './models.ts'
import { passStream } from './pass-stream.ts'
import { silenceWatch } from './silence-watch.ts'
import { type Answer, estimateTokens, noAnswer, readAnswer } from './watch-answer.ts'

export interface ModelCalls {
  /** Answers as the API did, or with an error of the API's shape that nobody should try again. */
  send(run: ModelRun, request: ModelRequest): Promise<Response>
}

/** What a call used, told when it was answered. */
export type OnAnswered = (run: ModelRun, request: ModelRequest, usage: ModelUsage) => void

export interface ModelCallsDeps {
  meter: ModelMeter
  upstream: ModelUpstream
  /** Of the first wait before a retry; each further is twice as long. Milliseconds. */
  backoffMs?: number
  /** Told what a call used when it was answered to its end. */
  onAnswered?: OnAnswered
}

/** A request is sent so often at most. */
const MAX_TRIES = 4
const BACKOFF_MS = 500
/** A prompt of ours has no more tokens than half its bytes: a third is usual, and encoded blobs are cut out of it. */
const BYTES_PER_TOKEN_AT_LEAST = 2
export function createModelCalls({
  meter,
  upstream,
  backoffMs = BACKOFF_MS,
  onAnswered = () => undefined,
}: ModelCallsDeps): ModelCalls {
  return {
    async send(run, request) {
      const asked = readRequest(request.body)
      if (!asked) return refusedResponse(400, 'The request is no JSON with a model and max_tokens.')
      run.calls += 1
      for (let tries = 1; ; tries += 1) {
        const attempt = await tryOnce({ meter, upstream, onAnswered }, run, request, asked)
        if (attempt.response) return attempt.response
        run.trouble = attempt.trouble
        const wait = waitBefore(attempt.trouble, tries, backoffMs)
        const over = Date.now() + wait >= run.limits.deadline
        if (!isPassing(attempt.trouble) || tries >= MAX_TRIES || over)
          return troubleResponse(attempt.trouble)
        run.tell({ kind: 'retrying', message: toldOf(attempt.trouble, wait) })
        await sleep(wait, undefined, { signal: run.signal })
      }
    },
  }
}

interface Asked {
  model: string
  maxTokens: number
  stream: boolean
}

type Attempt = { response: Response; trouble?: never } | { response: null; trouble: Trouble }

async function tryOnce(
  { meter, upstream, onAnswered }: Required<Omit<ModelCallsDeps, 'backoffMs'>>,
  run: ModelRun,
  request: ModelRequest,
  asked: Asked,
): Promise<Attempt> {
  run.signal.throwIfAborted()
  const reserved = await reserve(meter, run, request, asked)
  if (!reserved.granted) return { response: null, trouble: { kind: 'refused', refusal: reserved } }
  const startedAt = performance.now()
  const settle = once((answer: Answer, outcome: Settlement['outcome']) => {
    const settlement = reckon(request, asked, answer, outcome, performance.now() - startedAt)
    book(run, settlement.model, settlement.usage, new Decimal(settlement.costUsd))
    if (outcome === 'answered') onAnswered(run, request, settlement.usage)
    return meter.settle(reserved, settlement)
  })
  run.requests += 1
  const silence = silenceWatch(run)
  try {
    const response = await sendUpstream(upstream, request, silence.signal)
    silence.heard()
    if (!response.ok) {
      const text = await response.text()
      await settle(noAnswer(), 'failed')
      return { response: null, trouble: troubleOf(response, text) }
    }
    if (asked.stream && response.body)
      return { response: answered(response, passStream(response.body, run, silence, settle)) }
    const text = await response.text()
    silence.stop()
    const answer = readAnswer(text)
    await settle(answer, answer.complete ? 'answered' : 'cut')
    run.trouble = null
    return { response: answered(response, text) }
  } catch (error) {
    silence.stop()
    await settle(noAnswer(), 'cut')
    run.signal.throwIfAborted()
    return { response: null, trouble: silence.trouble(error) }
  }
}

/** What a request can come to at most, all of its prompt written to the one-hour cache. */
export function worstCase(
  model: string,
  body: string,
  maxTokens: number,
  how: { batch?: boolean } = {},
): { inputTokensAtMost: number; worst: Decimal } {
  const inputTokensAtMost = Math.ceil(Buffer.byteLength(body) / BYTES_PER_TOKEN_AT_LEAST)
  const usage = {
    ...NO_USAGE,
    output: maxTokens,
    cache_write: inputTokensAtMost,
    cache_write_1h: inputTokensAtMost,
  }
  return { inputTokensAtMost, worst: costOf(model, usage, how) }
}

/** The run's own limits first, then whoever keeps the budgets. */
async function reserve(
  meter: ModelMeter,
  run: ModelRun,
  request: ModelRequest,
  { model, maxTokens }: Asked,
): Promise<Permit | Refusal> {
  const { inputTokensAtMost, worst } = worstCase(model, request.body, maxTokens)
  if (run.calls > run.limits.calls)
    return refusal('budget.turns', `The run may ask its model ${run.limits.calls} times.`)
  if (run.spent.plus(worst).greaterThan(run.limits.usd))
    return refusal(
      'budget.run',
      `The run may cost $${run.limits.usd}, and the next call could pass it.`,
    )
  const call: ModelCall = {
    payer: run.payer,
    engine: run.engine,
    model,
    number: run.requests + 1,
    inputTokensAtMost,
    outputTokensAtMost: maxTokens,
    worstCaseUsd: toUsd(worst),
    batch: false,
  }
  return meter.reserve(call)
}

const refusal = (code: string, message: string): Refusal => ({
  granted: false,
  code,
  message,
  instead: 'downgrade',
})

/** What the call came to: the API's own numbers, or, when the line was cut before they came, what was sent and received. */
function reckon(
  request: ModelRequest,
  asked: Asked,
  answer: Answer,
  outcome: Settlement['outcome'],
  durationMs: number,
): Settlement {
  const model = answer.model ?? asked.model
  const estimated = outcome === 'cut'
  const usage: ModelUsage = !estimated
    ? answer.usage
    : {
        ...answer.usage,
        input: answer.counted
          ? answer.usage.input
          : estimateTokens(Buffer.byteLength(request.body)),
        output: Math.max(
          answer.usage.output,
          Math.min(asked.maxTokens, estimateTokens(answer.bytes)),
        ),
      }
  const costUsd = costOf(model, usage).toString()
  return { model, usage, costUsd, outcome, estimated, durationMs: Math.round(durationMs) }
}

function readRequest(body: string): Asked | null {
  try {
    const { model, max_tokens, stream } = JSON.parse(body) as Record<string, unknown>
    if (typeof model !== 'string' || typeof max_tokens !== 'number') return null
    return { model, maxTokens: max_tokens, stream: stream === true }
  } catch {
    return null
  }
}

const answered = ({ headers }: Response, body: string | ReadableStream<Uint8Array>): Response =>
  new Response(body, {
    status: 200,
    headers: { 'content-type': headers.get('content-type') ?? 'application/json' },
  })

function once<A extends unknown[]>(work: (...args: A) => Promise<void>) {
  let done: Promise<void> | undefined
  return (...args: A): Promise<void> => {
    done ??= work(...args)
    return done
  }
}
