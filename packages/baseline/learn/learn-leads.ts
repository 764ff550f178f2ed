import { DEFAULT_COMPANY_PROFILE } from '../src/company-profile.ts'
import { CONCEPTS, type Concept } from '../src/learnt/concepts.ts'
import {
  FACTORS,
  OPTIONAL,
  QUESTIONS,
  type Question,
  RULES,
  UNLISTED_GRADE,
} from '../src/learnt/decide-lead.ts'
import { leadFeatures } from '../src/learnt/lead-features.ts'
import { type LinearModel, marginsOf, probability, type StoredModel } from '../src/learnt/linear.ts'
import type { Features } from '../src/learnt/sentence-features.ts'
import { type FitOptions, fitQuestion, tabulate } from './fit.ts'
import type { PreparedLead } from './prepare.ts'
import { storeWeights } from './store-weights.ts'

/** How far features are shrunk, by what they begin with: a word must earn its weight more than a meaning, a meaning more than a finding. */
const SHRUNK: readonly (readonly [RegExp, number])[] = [
  [/^[tcio] [mn] /u, 0.2],
  [/^[tcio] |^host |^box /u, 0.1],
  [/^m /u, 0.2],
  [/^n /u, 0.1],
  [/^[wpbk] /u, 0.06],
]

/** Found by cross-validation. */
const YES_OR_NO: FitOptions = {
  kind: 'logistic',
  l2: 2,
  rounds: 100,
  step: 0.1,
  fewest: 3,
  scale: (feature) => SHRUNK.find(([begins]) => begins.test(feature))?.[1] ?? 1,
}
const GRADE: Partial<FitOptions> = { kind: 'linear', l2: 8, rounds: 120, step: 0.01 }
const LEAST_WEIGHT = 0.003

/** The features of a lead under a model of sentences. */
export function featuresOf(lead: PreparedLead, model: LinearModel<Concept>): Features {
  const sentences = lead.stretches.map(({ start, end, features }) => ({
    start,
    end,
    probabilities: Array.from(marginsOf(model, features), probability),
  }))
  const features = leadFeatures(
    lead.reading,
    DEFAULT_COMPANY_PROFILE,
    lead.listed,
    CONCEPTS,
    sentences,
  )
  // A single reader grades a little otherwise than two who were settled, and a lead that comes in is held to the latter.
  if (!lead.isSettled) features.set('read once', 1)
  return features
}

interface Asked {
  readonly wanted: (lead: PreparedLead) => number
  readonly counts: (lead: PreparedLead) => number
  readonly options?: Partial<FitOptions>
}

const isReal = ({ label }: PreparedLead): number => (label.rule === null ? 1 : 0)
const always = (): number => 1

function askedOf(question: Question): Asked {
  if (question === 'disqualified')
    return { wanted: (l) => (l.label.rule === null ? 0 : 1), counts: always }
  if (question === 'forced')
    return {
      wanted: ({ label }) => Number(label.forced_now),
      counts: (lead) => (lead.label.forced_now === null ? 0 : isReal(lead)),
    }
  const rule = RULES.find((r) => r === question)
  if (rule) return { wanted: ({ label }) => Number(label.rule === rule), counts: always }
  const known = OPTIONAL.find((f) => question === `known ${f}`)
  if (known)
    return {
      wanted: ({ label }) => Number(label.factors?.[known] !== null),
      counts: (lead) => (lead.label.factors === null ? 0 : isReal(lead)),
    }
  const factor = FACTORS.find((f) => question === `grade ${f}`) ?? 'fit'
  return {
    wanted: ({ label, listed }) =>
      ((label.factors?.[factor] ?? 0) - (listed.factors[factor].score ?? UNLISTED_GRADE[factor])) /
      100,
    counts: (lead) => (lead.label.factors?.[factor] == null ? 0 : isReal(lead)),
    options: GRADE,
  }
}

/** Learns what whole leads come to. @param features of each lead, under a model of sentences that has not seen it. */
export function learnLeads(
  leads: readonly PreparedLead[],
  features: readonly Features[],
  changed: Partial<FitOptions> = {},
): StoredModel {
  const options = { ...YES_OR_NO, ...changed }
  const table = tabulate(features, options)
  const questions = QUESTIONS.map((question) => {
    const asked = askedOf(question)
    return fitQuestion(
      table,
      leads.map(asked.wanted),
      { ...options, ...asked.options },
      leads.map((lead) => lead.weight * asked.counts(lead)),
    )
  })
  return storeWeights<Question>(QUESTIONS, table.names, questions, LEAST_WEIGHT)
}
