/** Agreement of two raters who sort the same things into ordered classes. */

/** The classes, by number from 0, that the first and the second rater chose for one thing. */
export type ClassPair = readonly [number, number]

/**
 * Cohen's kappa with quadratic weights (Cohen 1968): 1 − Σ w·observed / Σ w·expected, w = (i − j)². 1 is perfect, 0 is
 * chance; NaN for no pairs. When both raters put everything into one same class, chance explains all and it counts 1.
 */
export function weightedKappa(pairs: readonly ClassPair[], classes: number): number {
  if (pairs.length === 0) return Number.NaN
  const first = new Array<number>(classes).fill(0)
  const second = new Array<number>(classes).fill(0)
  let observed = 0
  for (const [a, b] of pairs) {
    first[a] = (first[a] ?? 0) + 1
    second[b] = (second[b] ?? 0) + 1
    observed += (a - b) ** 2
  }
  let expected = 0
  first.forEach((inFirst, i) => {
    second.forEach((inSecond, j) => {
      expected += ((i - j) ** 2 * inFirst * inSecond) / pairs.length
    })
  })
  return expected === 0 ? 1 : 1 - observed / expected
}

/** Share of equal classes, 0–1; NaN for no pairs. */
export function exactAgreement(pairs: readonly ClassPair[]): number {
  return pairs.length === 0 ? Number.NaN : pairs.filter(([a, b]) => a === b).length / pairs.length
}

/** Rows: the first rater's class; columns: the second's. */
export function confusionMatrix(pairs: readonly ClassPair[], classes: number): number[][] {
  return Array.from({ length: classes }, (_, row) =>
    Array.from(
      { length: classes },
      (__, column) => pairs.filter(([a, b]) => a === row && b === column).length,
    ),
  )
}
