/** One engine's run as the calls of its model see it: whose money, how much of it, until when, and what has happened. */
import { Decimal } from 'decimal.js'
import type { EngineProgress } from './engine.ts'
import type { Payer } from './model-meter.ts'
import type { Trouble } from './model-trouble.ts'
import { addUsage, type ModelUsage, NO_USAGE } from './models.ts'

export interface ModelRunLimits {
  /** When it must be over, as `Date.now()` counts. */
  deadline: number
  /** The most that it may cost, retries included: US dollars. */
  usd: string
  /** Calls of the model, retries not counted. */
  calls: number
  /** A call without a byte for so long is given up, and tried again. Milliseconds. */
  silenceMs: number
}

export interface ModelRun {
  readonly engine: string
  readonly payer: Payer
  readonly limits: ModelRunLimits
  readonly signal: AbortSignal
  /** Tells whoever watches the run. */
  readonly tell: (progress: EngineProgress) => void
  /** What was asked of the model so far; a retry is not counted. */
  calls: number
  /** Requests sent, retries included. */
  requests: number
  usage: ModelUsage
  spent: Decimal
  /** The model that answered last. */
  model: string | null
  /** The last thing that went wrong; null again after a call that went well. */
  trouble: Trouble | null
}

export const startModelRun = (
  about: Pick<ModelRun, 'engine' | 'payer' | 'limits' | 'signal' | 'tell'>,
): ModelRun => ({
  ...about,
  calls: 0,
  requests: 0,
  usage: NO_USAGE,
  spent: new Decimal(0),
  model: null,
  trouble: null,
})

/** Books what a call used. */
export function book(run: ModelRun, model: string, usage: ModelUsage, cost: Decimal): void {
  run.usage = addUsage(run.usage, usage)
  run.spent = run.spent.plus(cost)
  run.model = model
}
