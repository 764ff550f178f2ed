/** What a model is asked for about a lead, and how code makes a judgement of it: every quote is found, or complained of. */
import {
  DisqualifyingRule,
  type Evidence,
  EvidenceField,
  FACTOR_NAMES,
  type Lead,
  LeadJudgement,
} from '@insa/contracts'
import { z } from 'zod'
import type { ModelOutput } from '../../platform/engines/engine.ts'
import { ALL_DEFENCES, type Defences } from '../../platform/safety/defences.ts'
import { createQuoteFinder, type Quote } from './locate-quote.ts'
import { plainWords } from './plain-words.ts'

const Quotes = z
  .array(z.strictObject({ field: EvidenceField, quote: z.string().min(1).max(1_000) }))
  .max(20)

const Factor = z.strictObject({
  score: z.number().int().min(0).max(100).nullable(),
  reasoning: z.string().max(2_000),
  quotes: Quotes,
})

/** The codes that a model may raise; the others are code's. */
const ModelFlag = z.enum([
  'prompt_injection',
  'hidden_text',
  'free_mail_for_corporation',
  'title_contradicts_text',
  'budget_beyond_size',
  'budget_below_smallest_job',
  'deadline_passed',
  'outside_territory',
  'unknown_currency',
  'contradiction',
])

export const ModelJudgement = z.strictObject({
  factors: z.strictObject({
    budget: Factor,
    timeline: Factor,
    complexity: Factor,
    authority: Factor,
    fit: Factor,
  }),
  forced_now: z.strictObject({ reason: z.string().max(500), quotes: Quotes }).nullable(),
  disqualified: z
    .strictObject({ rule: DisqualifyingRule, reason: z.string().max(500), quotes: Quotes })
    .nullable(),
  questions_to_ask: z.array(z.string().max(300)).max(10),
  flags: z
    .array(z.strictObject({ code: ModelFlag, message: z.string().max(500), quotes: Quotes }))
    .max(15),
})
export type ModelJudgement = z.infer<typeof ModelJudgement>

/** What the CRM sets by itself says nothing. */
const DEFAULT_EMPLOYEES = '1-10'

export function modelJudgement(lead: Lead, defences = ALL_DEFENCES): ModelOutput<LeadJudgement> {
  const find = createQuoteFinder(lead)
  return {
    schema: ModelJudgement,
    read(raw) {
      const said = ModelJudgement.parse(raw)
      const complaints: string[] = []
      const locate = (quotes: readonly Quote[], where: string): Evidence[] =>
        quotes.flatMap((quote) => {
          const found = find(quote) ?? believed(quote, defences)
          if (!found)
            complaints.push(
              `${where}: the quote ${JSON.stringify(quote.quote.slice(0, 120))} does not stand in ${quote.field}`,
            )
          else if (found.field === 'no_of_employees' && found.quote === DEFAULT_EMPLOYEES)
            complaints.push(`${where}: no_of_employees 1-10 is a default that nobody wrote`)
          return found ? [found] : []
        })
      const value = toJudgement(said, locate, defences.has('plain_words') ? plainWords : asItStands)
      for (const name of FACTOR_NAMES) {
        const { score, quotes } = said.factors[name]
        if (score !== null && quotes.length === 0)
          complaints.push(`factors.${name}: a grade needs a quote; without one its score is null`)
        if (score === null && quotes.length > 0)
          complaints.push(
            `factors.${name}: an unknown factor has no quotes; grade it or take them out`,
          )
      }
      return { value, complaints }
    },
  }
}

const asItStands = (text: string) => text

/** A quote that is taken at its word. */
const believed = ({ field, quote }: Quote, defences: Defences): Evidence | null =>
  defences.has('literal_quotes') ? null : { field, quote, start: 0, end: quote.length }

function toJudgement(
  said: ModelJudgement,
  locate: (quotes: readonly Quote[], where: string) => Evidence[],
  prose: (text: string) => string,
): LeadJudgement {
  const factor = (name: keyof ModelJudgement['factors']) => {
    const { score, reasoning, quotes } = said.factors[name]
    return { score, reasoning: prose(reasoning), evidence: locate(quotes, `factors.${name}`) }
  }
  return LeadJudgement.parse({
    factors: {
      budget: factor('budget'),
      timeline: factor('timeline'),
      complexity: factor('complexity'),
      authority: factor('authority'),
      fit: factor('fit'),
    },
    forced_now: said.forced_now && {
      reason: prose(said.forced_now.reason),
      evidence: locate(said.forced_now.quotes, 'forced_now'),
    },
    disqualified: said.disqualified && {
      rule: said.disqualified.rule,
      reason: prose(said.disqualified.reason),
      evidence: locate(said.disqualified.quotes, 'disqualified'),
    },
    questions_to_ask: said.questions_to_ask.map(prose),
    flags: said.flags.map(({ code, message, quotes }, i) => ({
      code,
      message: prose(message),
      evidence: locate(quotes, `flags.${i}`),
    })),
  })
}
