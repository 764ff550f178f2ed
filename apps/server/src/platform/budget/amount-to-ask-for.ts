/** How much more a person is asked for: once the limit again, or what the next call needs, where that is more. */
import { Decimal } from 'decimal.js'
import type { BudgetState } from './budget-counters.store.ts'

/** @returns US dollars, in whole cents. */
export function amountToAskFor(limit: string, state: BudgetState, worstCaseUsd: string): string {
  const most = new Decimal(limit).plus(state.allowed)
  const missing = new Decimal(state.spent).plus(state.reserved).plus(worstCaseUsd).minus(most)
  return Decimal.max(limit, missing).toFixed(2, Decimal.ROUND_UP)
}
