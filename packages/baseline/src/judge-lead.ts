import type { CompanyProfile, Flag, LeadJudgement } from '@insa/contracts'
import { applyRule } from './apply-rule.ts'
import { gradeAuthority } from './authority/grade-authority.ts'
import { gradeComplexity } from './complexity/grade-complexity.ts'
import { gradeFit } from './fit/grade-fit.ts'
import { readGuards } from './guards/read-guards.ts'
import { checkSize } from './money/check-size.ts'
import { gradeBudget } from './money/grade-budget.ts'
import { askQuestions } from './questions.ts'
import { type LeadText, readLead } from './text/reading.ts'
import { gradeTimeline } from './time/grade-timeline.ts'

/** As many as the contract allows. */
const MOST_FLAGS = 20
const MOST_QUESTIONS = 10

function distinctFlags(flags: readonly Flag[]): Flag[] {
  const seen = new Set<string>()
  return flags
    .filter(({ code, message }) => {
      const key = `${code} ${message}`
      return seen.has(key) ? false : seen.add(key).has(key)
    })
    .slice(0, MOST_FLAGS)
}

/**
 * Judges a lead by the rubric: deterministic, from its words alone. Times in it are relative to `at`. What addresses the scorer
 * is found first and read by nothing else.
 */
export function judgeLead(lead: LeadText, profile: CompanyProfile, at: Date): LeadJudgement {
  const whole = readLead(lead, at)
  const guards = readGuards(whole, profile)
  const reading = guards.maskedSpans.length > 0 ? readLead(lead, at, guards.maskedSpans) : whole
  const budget = checkSize(gradeBudget(reading, profile), lead)
  const timeline = gradeTimeline(reading)
  const authority = gradeAuthority(reading)
  const fit = gradeFit(reading, profile)
  const factors = {
    budget: budget.factor,
    timeline: timeline.factor,
    complexity: gradeComplexity(reading),
    authority: authority.factor,
    fit: fit.factor,
  }
  return {
    factors: applyRule(factors, guards.disqualified),
    // Nothing forces us to call somebody who wants nothing that we do.
    forced_now: guards.disqualified ? null : (guards.forcedNow ?? timeline.forced),
    disqualified: guards.disqualified,
    questions_to_ask: askQuestions(reading, factors, guards.disqualified).slice(0, MOST_QUESTIONS),
    flags: distinctFlags([
      ...guards.flags,
      ...budget.flags,
      ...timeline.flags,
      ...authority.flags,
      ...fit.flags,
    ]),
  }
}
