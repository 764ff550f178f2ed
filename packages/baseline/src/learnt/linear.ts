import type { Features } from './sentence-features.ts'

/** Weights of several yes-or-no questions over the same features: of each feature, pairs of question and weight. */
export interface LinearModel<Name extends string> {
  readonly names: readonly Name[]
  readonly weights: ReadonlyMap<string, readonly number[]>
}

/** As a model is stored: of each feature `[question, weight in thousandths, question, weight, …]`. */
export interface StoredModel {
  readonly names: readonly string[]
  readonly weights: Readonly<Record<string, readonly number[]>>
}

const THOUSANDTH = 0.001

export function openModel<Name extends string>(stored: StoredModel): LinearModel<Name> {
  return {
    names: stored.names as readonly Name[],
    weights: new Map(Object.entries(stored.weights)),
  }
}

/** Sum of the weights of what is there, for each question: above 0 is yes. */
export function marginsOf<Name extends string>(
  { names, weights }: LinearModel<Name>,
  features: Features,
): Float64Array {
  const margins = new Float64Array(names.length)
  for (const [feature, value] of features) {
    const pairs = weights.get(feature)
    if (!pairs) continue
    for (let at = 0; at < pairs.length; at += 2) {
      const question = pairs[at] ?? 0
      margins[question] = (margins[question] ?? 0) + (pairs[at + 1] ?? 0) * THOUSANDTH * value
    }
  }
  return margins
}

/** The logistic function: a margin as a probability. */
export const probability = (margin: number): number => 1 / (1 + Math.exp(-margin))
