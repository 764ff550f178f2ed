/**
 * A lead under a disqualifying rule is no purchase of our work: what was read as its money or its time is a salary, a
 * thesis date, the price of what is sold to us. The factors say so, with the rule's own words as evidence.
 */
import type { DisqualifyingRule, FactorName, JudgedFactor, LeadJudgement } from '@insa/contracts'

type Factors = LeadJudgement['factors']

/** A grade of the rubric's lowest band, or null: unknown. What is not named here stays as it was read. */
const GRADES: Readonly<Record<DisqualifyingRule, Partial<Record<FactorName, number | null>>>> = {
  vendor: { budget: null, timeline: null, complexity: 5, authority: 5, fit: 5 },
  spam: { budget: null, timeline: null, complexity: 0, authority: 0, fit: 0 },
  job_seeker: { budget: null, timeline: null, complexity: 0, authority: 5, fit: 10 },
  student: { budget: null, timeline: 10, complexity: 10, authority: 5, fit: 15 },
  competitor: { budget: null, timeline: 5, complexity: 5, authority: 10, fit: 15 },
  // A real purchase, only not from us.
  out_of_scope: { complexity: 5, fit: 5 },
  // Our work, but the decision has fallen.
  awarded: { budget: null, timeline: 5 },
}

const REASONS: Readonly<Record<FactorName, string>> = {
  budget: 'No money for our work is spoken of.',
  timeline: 'No purchase of ours has a date.',
  complexity: 'There is nothing for us to engineer.',
  authority: 'The sender has no part in a purchase of our work.',
  fit: 'This is not our business.',
}

/** The factors as they are under the rule. */
export function applyRule(factors: Factors, disqualified: LeadJudgement['disqualified']): Factors {
  if (!disqualified) return factors
  const { rule, evidence } = disqualified
  const changed = { ...factors }
  for (const [name, grade] of Object.entries(GRADES[rule]) as [FactorName, number | null][]) {
    changed[name] = regrade(name, grade, evidence)
  }
  return changed
}

function regrade(
  name: FactorName,
  grade: number | null,
  evidence: JudgedFactor['evidence'],
): JudgedFactor {
  // Nothing to quote, nothing known.
  const score = evidence.length > 0 ? grade : null
  return { score, reasoning: REASONS[name], evidence: score === null ? [] : evidence }
}
