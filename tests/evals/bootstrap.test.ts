import { mean } from 'simple-statistics'
import { describe, expect, it } from 'vitest'
import { bootstrap, seededRandom } from './bootstrap.ts'

describe('bootstrap', () => {
  it('gives the same interval for the same items', () => {
    const items = [1, 5, 2, 8, 3, 9]
    const average = (sample: readonly number[]) => mean([...sample])
    expect(bootstrap(items, average)).toEqual(bootstrap(items, average))
  })

  it('covers about 1.96 standard errors on each side of a mean', () => {
    const items = Array.from({ length: 400 }, (_, i) => i % 2) // mean 0.5, standard error 0.025
    const { low, high } = bootstrap(items, (sample) => mean([...sample]))
    expect(low).toBeCloseTo(0.5 - 1.96 * 0.025, 2)
    expect(high).toBeCloseTo(0.5 + 1.96 * 0.025, 2)
  })

  it('leaves out resamples on which the measure is undefined', () => {
    expect(bootstrap([1, 2], () => Number.NaN)).toEqual({ low: Number.NaN, high: Number.NaN })
  })
})

describe('seededRandom', () => {
  it('is uniform on the unit interval', () => {
    const random = seededRandom(1)
    const values = Array.from({ length: 10_000 }, random)
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...values)).toBeLessThan(1)
    expect(mean(values)).toBeCloseTo(0.5, 1)
  })
})
