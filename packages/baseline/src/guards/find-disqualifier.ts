import type { CompanyProfile, DisqualifyingRule, Evidence, LeadJudgement } from '@insa/contracts'
import { evidence } from '../text/evidence.ts'
import type { Reading } from '../text/reading.ts'
import { overlapsAny, type Span } from '../text/spans.ts'
import type { Cues } from './read-cues.ts'
import { type Breach, REASONS, RULES } from './rules.ts'
import { readSigns, weighCues } from './weigh-cues.ts'

/** Quotes that a person wants to read at most. */
const MOST_QUOTES = 5
const RULE_NAMES = Object.keys(RULES) as DisqualifyingRule[]

/** A rule that holds by the lists, and whether whatever else is said. */
export type Disqualifier = NonNullable<LeadJudgement['disqualified']> & {
  readonly isCertain: boolean
}

/** The disqualifying rule that holds most clearly, or null: wording that settles it, and cues for and against, are weighed together. */
export function findDisqualifier(cues: Cues, profile: CompanyProfile): Disqualifier | null {
  const signs = readSigns(cues)
  let best: Breach | null = null
  for (const rule of RULE_NAMES) {
    const phrased = RULES[rule](cues, profile)
    if (phrased?.isCertain) {
      best = phrased
      break
    }
    const weighed = weighCues(signs, rule, phrased !== null)
    if (weighed.margin <= (best?.weight ?? 0)) continue
    const words = phrased ? [...phrased.words, ...weighed.words] : weighed.words
    const { margin: weight, fields } = weighed
    best = { rule, weight, reason: REASONS[rule], words, fields }
  }
  return (
    best && {
      rule: best.rule,
      reason: best.reason,
      evidence: quotesOf(best, cues.reading),
      isCertain: best.isCertain ?? false,
    }
  )
}

function quotesOf(breach: Breach, { message, fields }: Reading): Evidence[] {
  const told: Span[] = []
  for (const word of breach.words) if (!overlapsAny(word, told)) told.push(word)
  const words = told.slice(0, MOST_QUOTES)
  const quotes = words.map((w) => evidence('message', message, w.start, w.end))
  for (const field of breach.fields ?? []) {
    const fold = fields[field]
    if (fold) quotes.push(evidence(field, fold, 0, fold.text.length))
  }
  return quotes
}
