/** A limit that the next call could pass, in words that say what to do. */
import { Decimal } from 'decimal.js'
import type { BudgetKey, BudgetState } from './budget-counters.store.ts'
import { dollars } from './dollars.ts'

const WHOSE: Record<BudgetKey['scope'], string> = {
  run: 'This run',
  lead: 'All runs for this lead together',
  customer: 'All runs for this customer together',
  day: 'All runs of this day (UTC) together',
}

export function describeCrossing(
  { scope }: BudgetKey,
  limit: string,
  state: BudgetState,
  worstCaseUsd: string,
): { code: string; message: string } {
  const most = new Decimal(limit).plus(state.allowed)
  const held = new Decimal(state.reserved)
  const holding = held.isZero() ? '' : ` and ${dollars(held)} held back for calls under way`
  return {
    code: `budget.${scope}_exceeded`,
    message: `${WHOSE[scope]} may cost ${dollars(most)}; ${dollars(new Decimal(state.spent))} are spent${holding}, and the next call could cost ${dollars(new Decimal(worstCaseUsd))}. Raise the limit under Settings, Budgets.`,
  }
}
