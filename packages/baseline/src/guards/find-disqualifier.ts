import type { CompanyProfile, LeadJudgement } from '@insa/contracts'
import { evidence } from '../text/evidence.ts'
import type { Cues } from './read-cues.ts'
import { type Breach, RULES } from './rules.ts'

/** Quotes that a person wants to read at most. */
const MOST_QUOTES = 5

/** The disqualifying rule that holds most clearly, or null. */
export function findDisqualifier(
  cues: Cues,
  profile: CompanyProfile,
): LeadJudgement['disqualified'] {
  let best: Breach | null = null
  for (const rule of RULES) {
    const breach = rule(cues, profile)
    if (breach && (best === null || breach.weight > best.weight)) best = breach
  }
  if (!best) return null
  const { message } = cues.reading
  const quotes = best.words
    .slice(0, MOST_QUOTES)
    .map((w) => evidence('message', message, w.start, w.end))
  return { rule: best.rule, reason: best.reason, evidence: quotes }
}
