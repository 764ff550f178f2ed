import { describe, expect, it } from 'vitest'
import { shares, signed, withThreshold } from './settings-maths.ts'

const sum = (record: Record<string, number>) => Object.values(record).reduce((a, b) => a + b, 0)

describe('weights as shares', () => {
  it('are the defaults as they stand', () => {
    const weights = { budget: 25, timeline: 20, complexity: 15, authority: 20, fit: 20 }
    expect(shares(weights)).toEqual(weights)
  })

  it('add up to 100 whatever the weights', () => {
    const thirds = shares({ budget: 1, timeline: 1, complexity: 1, authority: 0, fit: 0 })
    expect(sum(thirds)).toBe(100)
    expect(Object.values(thirds).sort()).toEqual([0, 0, 33, 33, 34])
    expect(sum(shares({ budget: 7, timeline: 13, complexity: 29, authority: 3, fit: 1 }))).toBe(100)
  })

  it('are nothing when all weights are zero', () => {
    expect(sum(shares({ budget: 0, timeline: 0, complexity: 0, authority: 0, fit: 0 }))).toBe(0)
  })
})

describe('thresholds', () => {
  const thresholds = { immediate: 85, high: 70, medium: 45 }

  it('push their neighbours along instead of crossing them', () => {
    expect(withThreshold(thresholds, 'high', 90)).toEqual({ immediate: 90, high: 90, medium: 45 })
    expect(withThreshold(thresholds, 'immediate', 40)).toEqual({
      immediate: 40,
      high: 40,
      medium: 40,
    })
    expect(withThreshold(thresholds, 'medium', 72)).toEqual({ immediate: 85, high: 72, medium: 72 })
  })

  it('leave the others alone where there is room', () => {
    expect(withThreshold(thresholds, 'high', 75)).toEqual({ ...thresholds, high: 75 })
  })
})

describe('a change of a count', () => {
  it('carries its sign, and says nothing when there is none', () => {
    expect(signed(3, 5)).toBe('+2')
    expect(signed(5, 3)).toBe('−2')
    expect(signed(4, 4)).toBe('')
  })
})
