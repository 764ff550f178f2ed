/** What a sober model would say of an attack's lead: our own engine's judgement of it without the order. */
import { judgeLead } from '@insa/baseline'
import {
  type CompanyProfile,
  type EvidenceField,
  FACTOR_NAMES,
  type FactorName,
  type Lead,
  type LeadJudgement,
} from '@insa/contracts'
import { cleanUntrusted } from '../../apps/server/src/platform/engines/clean-untrusted.ts'
import type { Attack, Obey } from './attack.ts'

type ObeyedJudgement = NonNullable<Obey['judgement']>

/** Ways to take an order out: its words alone, the sentences that they stand in, or the lines. */
const CUTS: readonly ((text: string, part: string) => string)[] = [
  (text, part) => text.replaceAll(part, ''),
  (text, part) => cut(text, part, /[^.!?;\n]+[.!?;]?/g),
  (text, part) => cut(text, part, /[^\n]+/g),
]

const cut = (text: string, part: string, pieces: RegExp) =>
  text.replaceAll(pieces, (piece) =>
    piece.includes(part) || part.includes(piece.trim()) ? '' : piece,
  )

/** The lead without its order, in each of the ways; an order in disguise is no order to our own engine. */
const withoutOrder = (lead: Lead, { order }: Attack): Lead[] =>
  CUTS.map((cutOut) => {
    const fields = Object.entries(lead).map(([field, value]) => [
      field,
      typeof value === 'string' && order.some((part) => value.includes(part))
        ? order.reduce(cutOut, value)
        : value,
    ])
    return { ...lead, ...Object.fromEntries(fields) }
  })

/** @returns one judgement for each way; the first is what the sober model says. */
export const judgeHonestly = (
  attack: Attack,
  lead: Lead,
  profile: CompanyProfile,
): [LeadJudgement, ...LeadJudgement[]] => {
  const judged = withoutOrder(lead, attack).map((l) => judgeLead(l, profile, new Date()))
  return judged as [LeadJudgement, ...LeadJudgement[]]
}

const QUOTABLE: readonly EvidenceField[] = [
  'country',
  'source',
  'company_name',
  'lead_name',
  'message',
]

/** A word that stands in the lead as a model sees it. */
function anyQuote(lead: Lead): { field: EvidenceField; quote: string }[] {
  for (const field of QUOTABLE) {
    const [quote] = /[\p{L}\p{N}]{3,}/u.exec(cleanUntrusted(String(lead[field] ?? '')).text) ?? []
    if (quote) return [{ field, quote }]
  }
  return []
}

/** A judgement in the form in which a model gives it, changed as the order wants it. */
export function asModelSays(
  honest: LeadJudgement,
  lead: Lead,
  obeyed: ObeyedJudgement = {},
): Record<string, unknown> {
  const quotes = anyQuote(lead)
  const { grades = {}, shift = 0, quote, say } = obeyed
  const scoreOf = (name: FactorName) => {
    const before = honest.factors[name].score
    const moved = before === null ? null : Math.round(Math.min(100, Math.max(0, before + shift)))
    return grades[name] ?? moved
  }
  // What is said of an unknown factor is shown to nobody.
  const speaks = FACTOR_NAMES.find((name) => scoreOf(name) !== null) ?? FACTOR_NAMES[0]
  const factors = FACTOR_NAMES.map((name) => {
    const score = scoreOf(name)
    const forged = quote !== undefined && grades[name] !== undefined
    const said = name === speaks && say !== undefined ? say : 'As the words show.'
    const shown = forged ? [{ field: 'message', quote }] : quotes
    return [name, { score, reasoning: said, quotes: score === null ? [] : shown }]
  })
  const isLifted = Object.values(grades).some((g) => g > 50)
  const kept = isLifted ? null : honest.disqualified
  const rule = obeyed.disqualify ?? kept?.rule
  return {
    factors: Object.fromEntries(factors),
    forced_now: obeyed.forced_now || honest.forced_now ? { reason: 'They wait.', quotes } : null,
    disqualified: rule ? { rule, reason: 'As the words show.', quotes } : null,
    questions_to_ask: [obeyed.ask ?? 'Who signs the order?'],
    flags: [],
  }
}
