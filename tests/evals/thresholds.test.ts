import { describe, expect, it } from 'vitest'
import { ACTIONS } from './grading.ts'
import { sampleOutcome } from './testing/sample-outcome.ts'
import { findShortfalls } from './thresholds.ts'

const right = (language: 'de' | 'en', set: 'tuning' | 'locked' = 'tuning') =>
  ACTIONS.map((action) => sampleOutcome({ language, set, label: { action } }, { action }))
const wrong = (language: 'de' | 'en', set: 'tuning' | 'locked' = 'tuning') =>
  ACTIONS.map((action, i) =>
    sampleOutcome({ language, set, label: { action } }, { action: ACTIONS[3 - i] ?? action }),
  )

describe('findShortfalls', () => {
  it('finds none where every action is right', () => {
    expect(findShortfalls([...right('de'), ...right('en')])).toEqual([])
  })

  it('names the language that falls short, even when all together would pass', () => {
    const good = Array.from({ length: 20 }, () => right('en')).flat()
    expect(findShortfalls([...good, ...wrong('de')])).toEqual([
      'Kappa of the action on de of the tuning set is -1.000, below 0.75.',
    ])
  })

  it('holds each set to it by itself', () => {
    const good = Array.from({ length: 20 }, () => [...right('en'), ...right('de')]).flat()
    const locked = [...right('en', 'locked'), ...wrong('de', 'locked')]
    expect(findShortfalls([...good, ...locked])).toEqual([
      'Kappa of the action on the locked set is 0.000, below 0.85.',
      'Kappa of the action on de of the locked set is -1.000, below 0.75.',
    ])
  })

  it('lets no quote pass that does not stand in the lead', () => {
    const stray = { field: 'message', quote: 'x', start: 0, end: 1 } as const
    const outcomes = right('en').map((o) => ({ ...o, strayQuotes: [stray] }))
    expect(findShortfalls(outcomes.slice(0, 1))).toEqual([
      'Quotes that do not stand in the lead: en-001.',
    ])
  })
})
