// biome-ignore-all lint/style/noNonNullAssertion: every index runs within the length of its array, and this is the inner loop
/** Fits linear models: full-batch Adam on the regularised loss. Deterministic. */
import type { Features } from '../src/learnt/sentence-features.ts'

export interface FitOptions {
  readonly kind: 'logistic' | 'linear'
  /** Strength of the pull of every weight towards 0. */
  readonly l2: number
  readonly rounds: number
  readonly step: number
  /** Features seen in fewer samples are left out. */
  readonly fewest: number
  /** Shrinks a feature before fitting, so that it must earn its weight. */
  readonly scale: (feature: string) => number
}

/** The samples' features as rows of numbers, shared by all questions over the same samples. */
export interface Table {
  readonly names: readonly string[]
  readonly scales: Float64Array
  readonly rows: Int32Array
  readonly columns: Int32Array
  readonly values: Float64Array
}

export function tabulate(
  features: readonly Features[],
  { fewest, scale }: Pick<FitOptions, 'fewest' | 'scale'>,
): Table {
  const seen = new Map<string, number>()
  for (const row of features)
    for (const name of row.keys()) seen.set(name, (seen.get(name) ?? 0) + 1)
  const ids = new Map<string, number>()
  for (const [name, count] of seen) if (count >= fewest) ids.set(name, ids.size)
  const names = [...ids.keys()]
  const scales = Float64Array.from(names, scale)
  const rows = [0]
  const columns: number[] = []
  const values: number[] = []
  for (const row of features) {
    for (const [name, value] of row) {
      const id = ids.get(name)
      if (id === undefined) continue
      columns.push(id)
      values.push(value * (scales[id] ?? 1))
    }
    rows.push(columns.length)
  }
  return {
    names,
    scales,
    rows: Int32Array.from(rows),
    columns: Int32Array.from(columns),
    values: Float64Array.from(values),
  }
}

/**
 * Fits one question.
 * @param wanted answer of each row: 0–1 for a logistic fit, any number for a linear one.
 * @param counts how much each row counts; 0 leaves it out.
 * @returns the weight of each of the table's features.
 */
export function fitQuestion(
  table: Table,
  wanted: readonly number[],
  options: FitOptions,
  counts?: readonly number[],
): Float64Array {
  const { rows, columns, values, names, scales } = table
  const size = names.length
  const samples = rows.length - 1
  const weights = new Float64Array(size)
  const first = new Float64Array(size)
  const second = new Float64Array(size)
  const gradient = new Float64Array(size)
  const { kind, l2, rounds, step } = options
  for (let round = 1; round <= rounds; round++) {
    for (let k = 0; k < size; k++) gradient[k] = (l2 * weights[k]!) / samples
    for (let i = 0; i < samples; i++) {
      const count = counts ? counts[i]! : 1
      if (count === 0) continue
      const [from, to] = [rows[i]!, rows[i + 1]!]
      let margin = 0
      for (let q = from; q < to; q++) margin += weights[columns[q]!]! * values[q]!
      const answer = kind === 'logistic' ? 1 / (1 + Math.exp(-margin)) : margin
      const error = (count * (answer - wanted[i]!)) / samples
      for (let q = from; q < to; q++) gradient[columns[q]!]! += error * values[q]!
    }
    const [fade1, fade2] = [1 - 0.9 ** round, 1 - 0.999 ** round]
    const rate = step * (round > rounds * 0.6 ? 0.3 : 1)
    for (let k = 0; k < size; k++) {
      first[k] = 0.9 * first[k]! + 0.1 * gradient[k]!
      second[k] = 0.999 * second[k]! + 0.001 * gradient[k]! ** 2
      weights[k]! -= (rate * (first[k]! / fade1)) / (Math.sqrt(second[k]! / fade2) + 1e-8)
    }
  }
  return weights.map((w, k) => w * scales[k]!)
}
