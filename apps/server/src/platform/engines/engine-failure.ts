/** Why an engine has no value to give. */
import type { RunCost } from '../runtime/agent.ts'
import type { BudgetAsk } from './model-meter.ts'

export type EngineFailureCode =
  /** Down, overloaded, silent, or cut: after the retries of its calls. */
  | 'engine.unavailable'
  | 'engine.rate_limited'
  /** A budget does not allow the next call. */
  | 'engine.over_budget'
  /** The run's time is over. */
  | 'engine.out_of_time'
  /** What it gave is no value of the schema, or code found it wrong, and a correction did not help. */
  | 'engine.invalid_output'
  /** The model will not. */
  | 'engine.declined'
  /** A wrong key, an unknown model, a request that the API does not take: for whoever runs the site to mend. */
  | 'engine.rejected'

export class EngineFailure extends Error {
  override name = 'EngineFailure'
  readonly code: EngineFailureCode
  /** What was spent in vain. */
  readonly cost: RunCost
  /** The budget says that the run must end here, not go on cheaper: the budget's own code. */
  readonly stop: string | null
  /** What a person is to be asked for before the run goes on; null where nobody is. */
  readonly ask: BudgetAsk | null
  /** A whole new try may go well: the line broke in the middle of an answer. */
  readonly again: boolean

  constructor(
    code: EngineFailureCode,
    message: string,
    cost: RunCost,
    more: { stop?: string | null; ask?: BudgetAsk | null; again?: boolean } = {},
  ) {
    super(message)
    this.code = code
    this.cost = cost
    this.stop = more.stop ?? null
    this.ask = more.ask ?? null
    this.again = more.again ?? false
  }
}
