import type { StoredModel } from '../src/learnt/linear.ts'

/** Packs fitted weights the way `openModel` reads them, features in alphabetical order, so that two files can be compared. */
export function storeWeights<Name extends string>(
  names: readonly Name[],
  features: readonly string[],
  questions: readonly Float64Array[],
  least: number,
): StoredModel {
  const rows = features.map((feature, column): [string, number[]] => [
    feature,
    questions.flatMap((weights, question) => {
      const weight = weights[column] ?? 0
      return Math.abs(weight) < least ? [] : [question, Math.round(1000 * weight)]
    }),
  ])
  const kept = rows.filter(([, pairs]) => pairs.length > 0).sort(([a], [b]) => (a < b ? -1 : 1))
  return { names, weights: Object.fromEntries(kept) }
}
