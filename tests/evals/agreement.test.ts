import { describe, expect, it } from 'vitest'
import { measureAgreement } from './agreement.ts'
import type { Pair } from './grading.ts'
import { sampleGrading } from './testing/sample-outcome.ts'

const scored = (scores: [number, number][]): Pair[] =>
  scores.map(([a, b]) => ({
    reference: sampleGrading({ score: a }),
    other: sampleGrading({ score: b }),
  }))

describe('measureAgreement', () => {
  it('is perfect for equal gradings', () => {
    const pairs = scored([
      [10, 10],
      [20, 20],
      [30, 30],
    ])
    expect(measureAgreement(pairs)).toMatchObject({
      n: 3,
      spearman: { value: expect.closeTo(1, 12) },
      actionKappa: { value: 1 },
      actionExact: { value: 1, interval: { low: 1, high: 1 } },
      priorityKappa: { value: 1 },
      priorityExact: { value: 1 },
    })
  })

  it('gives minus 29 by 165 for the textbook example of IQ against hours of television', () => {
    const pairs = scored([
      [106, 7],
      [100, 27],
      [86, 2],
      [101, 50],
      [99, 28],
      [103, 29],
      [97, 20],
      [113, 12],
      [112, 6],
      [110, 17],
    ])
    expect(measureAgreement(pairs).spearman.value).toBeCloseTo(-29 / 165, 12)
  })

  it('gives tied scores their middle rank, whatever their order', () => {
    const pairs = scored([
      [1, 10],
      [2, 20],
      [2, 30],
      [3, 40],
    ])
    // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / √(4.5 · 5).
    const expected = 4.5 / Math.sqrt(4.5 * 5)
    expect(measureAgreement(pairs).spearman.value).toBeCloseTo(expected, 12)
    expect(measureAgreement(pairs.toReversed()).spearman.value).toBeCloseTo(expected, 12)
  })

  it('has no rank correlation where nothing varies', () => {
    expect(
      measureAgreement(
        scored([
          [1, 5],
          [2, 5],
        ]),
      ).spearman.value,
    ).toBeNaN()
  })

  it('orders actions from disqualify to immediate contact', () => {
    const near: Pair[] = [
      { reference: sampleGrading(), other: sampleGrading({ action: 'schedule_demo' }) },
      {
        reference: sampleGrading({ action: 'immediate_contact' }),
        other: sampleGrading({ action: 'immediate_contact' }),
      },
    ]
    const far = near.map((p, i) =>
      i === 0 ? { ...p, other: sampleGrading({ action: 'immediate_contact' }) } : p,
    )
    expect(measureAgreement(near).actionKappa.value).toBeGreaterThan(
      measureAgreement(far).actionKappa.value,
    )
    expect(measureAgreement(near).actionExact.value).toBe(0.5)
  })
})
