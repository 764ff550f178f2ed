import { CONCEPTS, type Concept } from '../src/learnt/concepts.ts'
import type { StoredModel } from '../src/learnt/linear.ts'
import { type FitOptions, fitQuestion, tabulate } from './fit.ts'
import { countAgainst, countSentenceAgainst } from './label-stretches.ts'
import type { PreparedLead, PreparedSentence } from './prepare.ts'
import { storeWeights } from './store-weights.ts'

const isWord = (feature: string): boolean => /^[wpbk] /u.test(feature)

/** Found by cross-validation. */
const OPTIONS: FitOptions = {
  kind: 'logistic',
  l2: 1,
  rounds: 60,
  step: 0.1,
  fewest: 2,
  scale: (feature) => (isWord(feature) ? 0.5 : 1),
}
/** Smaller weights change nothing and fill the file. */
const LEAST_WEIGHT = 0.06

/** Learns which words say which concept, from sentences written for one and from the quoted stretches of leads. */
export function learnSentences(
  sentences: readonly PreparedSentence[],
  leads: readonly PreparedLead[],
  changed: Partial<FitOptions> = {},
): StoredModel {
  const options = { ...OPTIONS, ...changed }
  const parts = leads.flatMap((lead) =>
    lead.stretches.map((s) => ({ ...s, isDisqualified: lead.label.rule !== null })),
  )
  const table = tabulate(
    [...sentences, ...parts].map((s) => s.features),
    options,
  )
  const questions = CONCEPTS.map((concept) => {
    const says = [
      ...sentences.map((s) => s.concept === concept),
      ...parts.map((p) => p.says.concepts.has(concept)),
    ]
    const against = [
      ...sentences.map((s) => countSentenceAgainst(s.concept, concept)),
      ...parts.map((p) => countAgainst(p.says, concept, p.isDisqualified)),
    ]
    return fitQuestion(
      table,
      says.map(Number),
      options,
      says.map((is, i) => (is ? 1 : (against[i] ?? 0))),
    )
  })
  return storeWeights<Concept>(CONCEPTS, table.names, questions, LEAST_WEIGHT)
}
