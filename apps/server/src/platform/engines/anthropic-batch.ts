/**
 * Message Batches: tasks that nobody waits for, answered within a day at half price. Each is one request without tools and
 * without a correction; what comes of it is checked like any other answer.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import Anthropic from '@anthropic-ai/sdk'
import { NO_COST } from './add-costs.ts'
import { replyOf, requestOf } from './anthropic-api.ts'
import { buildPrompt } from './build-prompt.ts'
import type { EngineAnswer, EngineTask } from './engine.ts'
import { EngineFailure } from './engine-failure.ts'
import { worstCase } from './model-calls.ts'
import type { ModelMeter, Permit } from './model-meter.ts'
import { type HeaderCredentials, upstreamHeaders, upstreamUrl } from './model-upstream.ts'
import { costOf, NO_USAGE, toUsd } from './models.ts'
import { readOutput } from './read-output.ts'
import { DECLINED } from './run-model.ts'
import { readUsage } from './watch-answer.ts'

interface DirectUpstream {
  baseUrl: string
  credentials: HeaderCredentials
}

export interface BatchDeps {
  meter: ModelMeter
  /** The API itself: platforms have no message batches of this form. */
  upstream: DirectUpstream
  /** Between two looks at the batch. Milliseconds. */
  pollMs?: number
}

/** One for each task, in their order. */
export type BatchAnswer<T> = { answer: EngineAnswer<T> } | { failure: EngineFailure }

const ENGINE = 'anthropic-api'
/** A batch takes minutes to hours. */
const POLL_MS = 60_000

interface Asked<T> {
  task: EngineTask<T>
  params: Anthropic.MessageCreateParamsNonStreaming
  permit: Permit
  worstCaseUsd: string
}

type Result = Anthropic.Messages.MessageBatchResult

/** @throws EngineFailure when a budget does not allow all of it; the signal's reason when it was aborted. */
export async function judgeInBatch<T>(
  { meter, upstream, pollMs = POLL_MS }: BatchDeps,
  tasks: readonly EngineTask<T>[],
  signal: AbortSignal,
): Promise<BatchAnswer<T>[]> {
  signal.throwIfAborted()
  const asked = await reserveAll(meter, tasks)
  const startedAt = performance.now()
  let results = new Map<string, Result>()
  try {
    results = await run(clientTo(upstream), asked, pollMs, signal)
  } finally {
    const durationMs = performance.now() - startedAt
    for (const [i, one] of asked.entries())
      await settle(meter, one, results.get(String(i)), { durationMs, isCancelled: signal.aborted })
  }
  return asked.map((one, i) => read(one, results.get(String(i))))
}

async function reserveAll<T>(
  meter: ModelMeter,
  tasks: readonly EngineTask<T>[],
): Promise<Asked<T>[]> {
  const asked: Asked<T>[] = []
  for (const [i, task] of tasks.entries()) {
    const prompt = buildPrompt(task)
    const messages = [{ role: 'user' as const, content: prompt.question }]
    const params = { ...requestOf(task, prompt, []), messages }
    const { model, max_tokens } = params
    const { inputTokensAtMost, worst } = worstCase(model, JSON.stringify(params), max_tokens, {
      batch: true,
    })
    const worstCaseUsd = toUsd(worst)
    const permit = await meter.reserve({
      payer: task.payer,
      engine: ENGINE,
      model,
      number: i + 1,
      inputTokensAtMost,
      outputTokensAtMost: max_tokens,
      worstCaseUsd,
      batch: true,
    })
    if (!permit.granted) {
      for (const one of asked)
        await settle(meter, one, undefined, { durationMs: 0, isCancelled: false })
      const stop = permit.instead === 'stop' ? permit.code : null
      throw new EngineFailure('engine.over_budget', permit.message, NO_COST, { stop })
    }
    asked.push({ task, params, permit, worstCaseUsd })
  }
  return asked
}

/** Its requests carry our credentials to the one address. */
const clientTo = (upstream: DirectUpstream) =>
  new Anthropic({
    apiKey: 'put in place below',
    baseURL: 'http://upstream.invalid',
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
  })

async function run<T>(
  client: Anthropic,
  asked: readonly Asked<T>[],
  pollMs: number,
  signal: AbortSignal,
): Promise<Map<string, Result>> {
  const { batches } = client.messages
  const requests = asked.map(({ params }, i) => ({ custom_id: String(i), params }))
  // Not cut short: a batch whose id we never learnt could not be cancelled.
  const { id } = await batches.create({ requests })
  try {
    signal.throwIfAborted()
    while ((await batches.retrieve(id, {}, { signal })).processing_status !== 'ended')
      await sleep(pollMs, undefined, { signal })
    const results = new Map<string, Result>()
    for await (const { custom_id, result } of await batches.results(id, {}, { signal }))
      results.set(custom_id, result)
    return results
  } catch (error) {
    // What has not begun is not paid for.
    if (signal.aborted) await batches.cancel(id).catch(() => undefined)
    signal.throwIfAborted()
    throw error
  }
}

async function settle<T>(
  meter: ModelMeter,
  { permit, params, worstCaseUsd }: Asked<T>,
  result: Result | undefined,
  { durationMs, isCancelled }: { durationMs: number; isCancelled: boolean },
): Promise<void> {
  const message = result?.type === 'succeeded' ? result.message : null
  const model = message?.model ?? params.model
  const usage = message ? readUsage(message.usage) : NO_USAGE
  await meter.settle(permit, {
    model,
    usage,
    // Of a cancelled batch some may have been answered and be paid for; what has no result otherwise costs nothing.
    costUsd: isCancelled ? worstCaseUsd : costOf(model, usage, { batch: true }).toString(),
    outcome: message ? 'answered' : isCancelled ? 'cut' : 'failed',
    estimated: isCancelled,
    durationMs: Math.round(durationMs),
  })
}

function read<T>({ task }: Asked<T>, result: Result | undefined): BatchAnswer<T> {
  if (result?.type !== 'succeeded') {
    const why = `The batch gave no answer: ${result?.type ?? 'missing'}.`
    return { failure: new EngineFailure('engine.unavailable', why, NO_COST) }
  }
  const { message } = result
  const usage = readUsage(message.usage)
  const { cache_write_1h: _, ...tokens } = usage
  const costUsd = toUsd(costOf(message.model, usage, { batch: true }))
  const cost = { engine: ENGINE, model: message.model, tokens, costUsd }
  const reply = replyOf(message)
  if (reply?.kind === 'declined')
    return { failure: new EngineFailure('engine.declined', DECLINED, cost) }
  const output = readOutput(task, reply?.kind === 'value' ? reply.raw : undefined)
  return output.value === null
    ? { failure: new EngineFailure('engine.invalid_output', output.complaints.join('; '), cost) }
    : { answer: { value: output.value, cost, notes: [] } }
}
