import type { CompanyProfile, Flag, LeadJudgement } from '@insa/contracts'
import { gradeAuthority } from './authority/grade-authority.ts'
import { gradeComplexity } from './complexity/grade-complexity.ts'
import { gradeFit } from './fit/grade-fit.ts'
import { readGuards } from './guards/read-guards.ts'
import { checkSize } from './money/check-size.ts'
import { gradeBudget } from './money/grade-budget.ts'
import { findUnsaid } from './text/find-unsaid.ts'
import { type LeadText, type Reading, readLead } from './text/reading.ts'
import { gradeTimeline } from './time/grade-timeline.ts'

/** What word lists and rules find in a lead. */
export interface Listed {
  /** The lead without what addresses the scorer. */
  readonly reading: Reading
  /** Every factor as read, whatever rule holds. */
  readonly factors: LeadJudgement['factors']
  readonly forced_now: LeadJudgement['forced_now']
  readonly disqualified: LeadJudgement['disqualified']
  /** The rule holds whatever else is said: a competitor that the profile names. */
  readonly isCertain: boolean
  readonly flags: readonly Flag[]
}

/**
 * Reads a lead by word lists and rules alone. Times in it are relative to `at`. What addresses the scorer is found first and
 * read by nothing else.
 */
export function readByLists(lead: LeadText, profile: CompanyProfile, at: Date): Listed {
  const whole = readLead(lead, at)
  const guards = readGuards(whole, profile)
  const mask = [...guards.maskedSpans, ...findUnsaid(lead.message ?? '')]
  const reading = mask.length > 0 ? readLead(lead, at, mask) : whole
  const budget = checkSize(gradeBudget(reading, profile), lead)
  const timeline = gradeTimeline(reading)
  const authority = gradeAuthority(reading)
  const fit = gradeFit(reading, profile)
  return {
    reading,
    factors: {
      budget: budget.factor,
      timeline: timeline.factor,
      complexity: gradeComplexity(reading),
      authority: authority.factor,
      fit: fit.factor,
    },
    forced_now: guards.forcedNow ?? timeline.forced,
    disqualified: guards.disqualified,
    isCertain: guards.isCertain,
    flags: [...guards.flags, ...budget.flags, ...timeline.flags, ...authority.flags, ...fit.flags],
  }
}
