/** Runs an engine over labelled leads. */
import { performance } from 'node:perf_hooks'
import {
  DEFAULT_QUALIFICATION_SETTINGS,
  type Evidence,
  FACTOR_NAMES,
  type LeadJudgement,
} from '@insa/contracts'
import { scoreLead } from '../../apps/server/src/features/leads/score-lead.ts'
import type { Judge, JudgedLead } from './engines.ts'
import type { Grading } from './grading.ts'
import type { LabelledLead } from './labelled-lead.ts'

export interface Outcome {
  readonly labelled: LabelledLead
  readonly engine: Grading
  /** The engine flagged words that command the scorer. */
  readonly injection: boolean
  readonly quotes: number
  /** Quotes that do not stand in the lead's field where they say. */
  readonly strayQuotes: readonly Evidence[]
  readonly milliseconds: number
}

/** Judges each lead, one after another, with the default profile and settings. */
export async function evaluate(leads: readonly LabelledLead[], judge: Judge): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const labelled of leads) {
    const lead = withoutLabels(labelled)
    const at = new Date(`${labelled.lead.received_at}T12:00:00Z`)
    const start = performance.now()
    const judgement = await judge(lead, at)
    const milliseconds = performance.now() - start
    const quotes = quotesOf(judgement)
    outcomes.push({
      labelled,
      engine: toGrading(judgement),
      injection: judgement.flags.some((flag) => flag.code === 'prompt_injection'),
      quotes: quotes.length,
      strayQuotes: quotes.filter((quote) => !standsIn(lead, quote)),
      milliseconds,
    })
  }
  return outcomes
}

// The language is a label too: nobody who writes to us names it, so the engine has to find out.
function withoutLabels({ lead: { id: _, received_at: __, ...fields } }: LabelledLead): JudgedLead {
  return { ...fields, language: null }
}

function toGrading(judgement: LeadJudgement): Grading {
  const decision = scoreLead(judgement, DEFAULT_QUALIFICATION_SETTINGS)
  const { budget, timeline, complexity, authority, fit } = judgement.factors
  return {
    factors: {
      budget: budget.score,
      timeline: timeline.score,
      complexity: complexity.score,
      authority: authority.score,
      fit: fit.score,
    },
    rule: judgement.disqualified?.rule ?? null,
    forced_now: judgement.forced_now !== null,
    priority: decision.priority,
    action: decision.recommended_action,
    score: decision.qualification_score,
  }
}

function quotesOf({ factors, forced_now, disqualified, flags }: LeadJudgement): Evidence[] {
  return [
    ...FACTOR_NAMES.flatMap((name) => factors[name].evidence),
    ...(forced_now?.evidence ?? []),
    ...(disqualified?.evidence ?? []),
    ...flags.flatMap((flag) => flag.evidence),
  ]
}

function standsIn(lead: JudgedLead, { field, quote, start, end }: Evidence): boolean {
  return quote !== '' && String(lead[field] ?? '').slice(start, end) === quote
}
