/** Which counters a call is measured by. */
import type { BudgetSettings } from '@insa/contracts'
import type { BudgetKey } from './budget-counters.store.ts'

export interface Payers {
  executionId: string
  leadId: string | null
  customerId: string | null
  /** UTC. */
  day: string
}

/** Always in this order, so that no two wait for each other; the day, which all share, is locked last and shortest. */
export const budgetKeys = ({ executionId, leadId, customerId, day }: Payers): BudgetKey[] => [
  { scope: 'run', key: executionId },
  ...(leadId ? [{ scope: 'lead' as const, key: leadId }] : []),
  ...(customerId ? [{ scope: 'customer' as const, key: customerId }] : []),
  { scope: 'day', key: day },
]

/** Which of the tenant's limits a counter is measured by. */
export const LIMIT_OF: Record<BudgetKey['scope'], keyof BudgetSettings> = {
  run: 'run',
  lead: 'deal',
  customer: 'deal',
  day: 'day',
}

/** The UTC day of a moment: `2026-11-30`. */
export const utcDay = (at: Date): string => at.toISOString().slice(0, 10)
