import type { DisqualifyingRule, FactorName } from '@insa/contracts'
import type { Concept } from './concepts.ts'
import type { ListedJudgement } from './lead-features.ts'
import { type LinearModel, marginsOf } from './linear.ts'
import type { Features } from './sentence-features.ts'

export const RULES = [
  'job_seeker',
  'student',
  'vendor',
  'competitor',
  'spam',
  'awarded',
  'out_of_scope',
] as const satisfies readonly DisqualifyingRule[]

export const FACTORS = [
  'budget',
  'timeline',
  'complexity',
  'authority',
  'fit',
] as const satisfies readonly FactorName[]

/** Factors of which a lead may say nothing. */
export const OPTIONAL = ['budget', 'timeline', 'authority'] as const satisfies readonly FactorName[]

/** What is asked about a whole lead. `grade …` is how far (in hundreds of points) the lists' grade is off. */
export type Question =
  | 'disqualified'
  | DisqualifyingRule
  | 'forced'
  | `known ${(typeof OPTIONAL)[number]}`
  | `grade ${FactorName}`

export const QUESTIONS: readonly Question[] = [
  'disqualified',
  ...RULES,
  'forced',
  ...OPTIONAL.map((f) => `known ${f}` as const),
  ...FACTORS.map((f) => `grade ${f}` as const),
]

/** From where a grade is counted when the lists found none. */
export const UNLISTED_GRADE: Readonly<Record<FactorName, number>> = {
  budget: 60,
  timeline: 70,
  complexity: 60,
  authority: 60,
  fit: 80,
}

/**
 * Rules that some sentence has to say, and from which probability on it does: three quotes before a tender closes are no award, and
 * who asks for a price list is no rival yet.
 */
const LEAST_SAID: Readonly<
  Partial<Record<DisqualifyingRule, { readonly concept: Concept; readonly least: number }>>
> = { awarded: { concept: 'awarded', least: 0.05 }, competitor: { concept: 'rival', least: 0.5 } }

/** A lead as decided by the learnt weights. Grades are 0–100, null is unknown. */
export interface Decision {
  readonly rule: DisqualifyingRule | null
  /** Above 0 some rule holds; how clearly. */
  readonly margin: number
  readonly forced: boolean
  readonly grades: Readonly<Record<FactorName, number | null>>
}

/** Decides what the lists left open, from the features of the lead. */
export function decideFrom(
  features: Features,
  listed: ListedJudgement,
  model: LinearModel<Question>,
): Decision {
  const margins = marginsOf(model, features)
  const marginOf = (question: Question): number => margins[model.names.indexOf(question)] ?? 0
  const likeliest = [...RULES].sort((a, b) => marginOf(b) - marginOf(a))[0] ?? null
  const said = likeliest === null ? undefined : LEAST_SAID[likeliest]
  const isUntold =
    said !== undefined &&
    !features.has(`rule ${likeliest}`) &&
    (features.get(`says ${said.concept}`) ?? 0) < said.least
  // Nobody is called a competitor because the lead is odd in general: plants ask for price lists too.
  const isDoubtful =
    likeliest !== null && likeliest !== 'competitor' && marginOf('disqualified') > 0
  const holds = likeliest !== null && !isUntold && (isDoubtful || marginOf(likeliest) > 0)
  const gradeOf = (factor: FactorName): number | null => {
    const isOptional = (OPTIONAL as readonly FactorName[]).includes(factor)
    if (isOptional && marginOf(`known ${factor as (typeof OPTIONAL)[number]}`) <= 0) return null
    const from = listed.factors[factor].score ?? UNLISTED_GRADE[factor]
    return Math.max(0, Math.min(100, Math.round(from + 100 * marginOf(`grade ${factor}`))))
  }
  return {
    rule: holds ? likeliest : null,
    margin: marginOf('disqualified'),
    forced: marginOf('forced') > 0,
    grades: {
      budget: gradeOf('budget'),
      timeline: gradeOf('timeline'),
      complexity: gradeOf('complexity'),
      authority: gradeOf('authority'),
      fit: gradeOf('fit'),
    },
  }
}
