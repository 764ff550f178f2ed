import { describe, expect, it } from 'vitest'
import { type ClassPair, confusionMatrix, exactAgreement, weightedKappa } from './kappa.ts'

const zip = (a: number[], b: number[]): ClassPair[] => a.map((x, i) => [x, b[i] ?? Number.NaN])

describe('weightedKappa', () => {
  it('is one for raters who always agree and minus one for raters who mirror each other', () => {
    expect(weightedKappa(zip([0, 1, 2, 3], [0, 1, 2, 3]), 4)).toBe(1)
    expect(weightedKappa(zip([0, 3], [3, 0]), 4)).toBe(-1)
  })

  it('equals the unweighted kappa for two classes: 0.4 in the textbook case of 20, 5, 10 and 15', () => {
    const cell = (count: number, pair: ClassPair) => new Array<ClassPair>(count).fill(pair)
    const pairs = [
      ...cell(20, [0, 0]),
      ...cell(5, [0, 1]),
      ...cell(10, [1, 0]),
      ...cell(15, [1, 1]),
    ]
    expect(weightedKappa(pairs, 2)).toBeCloseTo(0.4, 12)
  })

  // Values that other implementations of the quadratic weights give.
  it.each([
    { a: [1, 2, 1], b: [1, 2, 2], kappa: 0.4 },
    { a: [1, 2, 3, 1, 2, 2, 3], b: [1, 2, 3, 1, 2, 3, 2], kappa: 0.75 },
    {
      a: [4, 4, 3, 4, 4, 4, 1, 1, 2, 1],
      b: [0, 2, 1, 0, 0, 0, 1, 1, 2, 1],
      kappa: -0.139_240_506_3,
    },
  ])('is $kappa for $a against $b', ({ a, b, kappa }) => {
    expect(weightedKappa(zip(a, b), 5)).toBeCloseTo(kappa, 9)
  })

  it('is zero for a rater who always says the same', () => {
    expect(weightedKappa(zip([0, 1, 2, 3], [1, 1, 1, 1]), 4)).toBe(0)
  })

  it('is one when both put everything into one class, and undefined for nothing', () => {
    expect(weightedKappa(zip([2, 2], [2, 2]), 4)).toBe(1)
    expect(weightedKappa([], 4)).toBeNaN()
  })
})

describe('exactAgreement', () => {
  it('is the share of equal classes', () => {
    expect(exactAgreement(zip([0, 1, 2, 3], [0, 1, 2, 0]))).toBe(0.75)
    expect(exactAgreement([])).toBeNaN()
  })
})

describe('confusionMatrix', () => {
  it('counts the first rater in rows and the second in columns', () => {
    expect(confusionMatrix(zip([0, 0, 1], [0, 1, 1]), 2)).toEqual([
      [1, 1],
      [0, 1],
    ])
  })
})
