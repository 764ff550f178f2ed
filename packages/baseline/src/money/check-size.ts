import type { Flag } from '@insa/contracts'
import type { LeadText } from '../text/reading.ts'
import type { BudgetReading } from './grade-budget.ts'

/** A budget above this share of a year's revenue is not believed. */
const SHARE_OF_REVENUE = 0.5
/** What a company of so many people can be believed to spend on one project, in the profile's currency (USD). */
const BELIEVABLE: Readonly<Partial<Record<string, number>>> = {
  '11-50': 15_000_000,
  '51-200': 60_000_000,
}
/** A budget that is not believed weighs like a vague one. */
const NOT_BELIEVED = 45

/**
 * Holds the budget against the size of the company. ERPNext writes `1-10` employees and a revenue of 0 by itself: neither says
 * anything.
 */
export function checkSize(budget: BudgetReading, lead: LeadText): BudgetReading {
  const { sum, factor } = budget
  if (sum === null || factor.score === null) return budget
  const revenue = lead.annual_revenue ?? 0
  const most = Math.min(
    revenue > 0 ? revenue * SHARE_OF_REVENUE : Number.POSITIVE_INFINITY,
    BELIEVABLE[lead.no_of_employees ?? ''] ?? Number.POSITIVE_INFINITY,
  )
  if (sum <= most) return budget
  const message = 'The budget is far beyond what a company of this size spends.'
  const flag: Flag = { code: 'budget_beyond_size', message, evidence: factor.evidence.slice(0, 1) }
  return {
    ...budget,
    flags: [...budget.flags, flag],
    factor: {
      ...factor,
      score: Math.min(factor.score, NOT_BELIEVED),
      reasoning: `${factor.reasoning} ${message}`,
    },
  }
}
