import type { CompanyProfile, JudgedFactor, LeadJudgement } from '@insa/contracts'
import { gradeBudget } from './money/grade-budget.ts'
import { type LeadText, readLead } from './text/reading.ts'
import { gradeTimeline } from './time/grade-timeline.ts'

const unknown: JudgedFactor = { score: null, reasoning: 'Not read yet.', evidence: [] }

/** Judges a lead by the rubric: deterministic, from its words alone. Times in it are relative to `at`. */
export function judgeLead(lead: LeadText, profile: CompanyProfile, at: Date): LeadJudgement {
  const reading = readLead(lead, at)
  const budget = gradeBudget(reading, profile)
  const timeline = gradeTimeline(reading)
  return {
    factors: {
      budget: budget.factor,
      timeline: timeline.factor,
      complexity: unknown,
      authority: unknown,
      fit: unknown,
    },
    forced_now: timeline.forced,
    disqualified: null,
    questions_to_ask: [],
    flags: [...budget.flags, ...timeline.flags],
  }
}
