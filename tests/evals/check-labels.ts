/** Are the labels consistent with the rubric's own arithmetic? */
import { DEFAULT_QUALIFICATION_SETTINGS, FACTOR_NAMES } from '@insa/contracts'
import { scoreLead } from '../../apps/server/src/features/leads/score-lead.ts'
import type { Grading } from './grading.ts'
import type { LabelledLead } from './labelled-lead.ts'

/** A label's score is the mean of two rounded ones. */
const ROUNDING = 0.5

export interface Deviation {
  id: string
  what: 'decision' | 'score'
  label: string
  arithmetic: string
  /** Why it is no mistake: a reader's override, or the readings differed on what is known. Null: nothing explains it. */
  explained: 'override' | 'known_by_one_reading' | null
}

/** What the rubric's arithmetic makes of a person's factors, by the code that also decides in production. */
function decideByRubric({ factors, rule, forced_now }: Omit<Grading, 'score'>) {
  const factor = (score: number | null) => ({ score, reasoning: '', evidence: [] })
  return scoreLead(
    {
      factors: {
        budget: factor(factors.budget),
        timeline: factor(factors.timeline),
        complexity: factor(factors.complexity),
        authority: factor(factors.authority),
        fit: factor(factors.fit),
      },
      forced_now: forced_now ? { reason: '', evidence: [] } : null,
      disqualified: rule ? { rule, reason: '', evidence: [] } : null,
      questions_to_ask: [],
      flags: [],
    },
    DEFAULT_QUALIFICATION_SETTINGS,
  )
}

/** Labels that differ from the arithmetic of their own factors, in the order of the set. */
export function findDeviations(leads: readonly LabelledLead[]): Deviation[] {
  return leads.flatMap(({ lead: { id }, label, readings: [first, second] }) => {
    const found: Deviation[] = []
    const computed = decideByRubric(label)
    const decision = `${computed.priority} ${computed.recommended_action}`
    if (decision !== `${label.priority} ${label.action}`) {
      found.push({
        id,
        what: 'decision',
        label: `${label.priority} ${label.action}`,
        arithmetic: decision,
        explained: label.note.startsWith('OVERRIDE') ? 'override' : null,
      })
    }
    if (Math.abs(computed.qualification_score - label.score) > ROUNDING) {
      const differ = (n: (typeof FACTOR_NAMES)[number]) =>
        (first.factors[n] === null) !== (second.factors[n] === null)
      found.push({
        id,
        what: 'score',
        label: String(label.score),
        arithmetic: String(computed.qualification_score),
        explained: FACTOR_NAMES.some(differ) ? 'known_by_one_reading' : null,
      })
    }
    return found
  })
}
