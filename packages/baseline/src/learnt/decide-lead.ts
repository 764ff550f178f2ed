import type { DisqualifyingRule, FactorName } from '@insa/contracts'
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

/** From here on a sentence may say it. */
const LEAST_SAID = 0.05

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
  // Three quotes before a tender closes are no award: some sentence has to say that it is given.
  const isUntold =
    likeliest === 'awarded' &&
    !features.has('rule awarded') &&
    (features.get('says awarded') ?? 0) < LEAST_SAID
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
