/** Makes the engine that was chosen: a model with the baseline beside it, or the baseline alone. */
import { totalmem } from 'node:os'
import type { Logger } from 'pino'
import type { AskLater } from '../message-batches/ask-later.ts'
import { createAnthropicApiEngine } from './anthropic-api.ts'
import type { DirectUpstream } from './anthropic-batch.ts'
import { createBaselineEngine } from './baseline.ts'
import type { EngineChoice } from './choose-engine.ts'
import { createClaudeCodeEngine } from './claude-code.ts'
import type { Engine } from './engine.ts'
import { keepWarm } from './keep-warm.ts'
import { createModelCalls, type OnAnswered } from './model-calls.ts'
import type { ModelMeter } from './model-meter.ts'
import { createRoutedEngine } from './routed-engine.ts'

export interface CreateEngineDeps {
  choice: EngineChoice
  /** Our own engine's functions, one for each kind of task. */
  functions: Readonly<Record<string, (data: unknown) => unknown>>
  meter: ModelMeter
  /** Runs at the same time. */
  concurrency: number
  /** The standing context is touched before it goes cold, where that pays. */
  keepWarm: boolean
  /** Asks in message batches, for what can wait. */
  askLater?: AskLater
  logger: Logger
}

/** Where message batches are sent to; null where the engine is no such one, or a platform has none of this form. */
export function directUpstream(choice: EngineChoice): DirectUpstream | null {
  if (choice.name !== 'anthropic-api') return null
  const { baseUrl, credentials } = choice.upstream
  return credentials.kind === 'bedrock' || credentials.kind === 'vertex'
    ? null
    : { baseUrl, credentials }
}

/** What a Claude Code process that waits takes: measured at 190 MB, see bench. */
const PROCESS_BYTES = 200 * 2 ** 20
/** Waiting processes may take this share of the machine's memory. */
const MEMORY_SHARE = 1 / 8

export function createEngine(deps: CreateEngineDeps): Engine {
  const { choice, functions, meter, concurrency, logger } = deps
  const baseline = createBaselineEngine(functions)
  if (choice.name === 'baseline') return baseline
  const make = (onAnswered: OnAnswered) =>
    createModelCalls({ meter, upstream: choice.upstream, onAnswered })
  const onColdError = (error: unknown) =>
    logger.warn({ err: error }, 'The standing context could not be kept warm')
  const { calls, stop } = deps.keepWarm
    ? keepWarm(make, onColdError)
    : { calls: make(() => undefined), stop: () => undefined }
  const affordable = Math.floor((totalmem() * MEMORY_SHARE) / PROCESS_BYTES)
  const model =
    choice.name === 'anthropic-api'
      ? createAnthropicApiEngine({
          calls,
          structuredBy: choice.upstream.credentials.kind === 'bedrock' ? 'tool' : 'format',
        })
      : createClaudeCodeEngine({
          calls,
          keep: Math.max(1, Math.min(concurrency, affordable)),
          loginHome: choice.loginHome,
          onError: (error) => logger.warn({ err: error }, 'Claude Code could not be made ready'),
        })
  const engine = createRoutedEngine({
    model,
    baseline,
    askLater: directUpstream(choice) ? deps.askLater : undefined,
    onFailure: ({ code, message }) =>
      logger.warn({ engine: model.name, code, reason: message }, 'The model gave no answer'),
  })
  return {
    ...engine,
    async close() {
      stop()
      await engine.close()
    },
  }
}
