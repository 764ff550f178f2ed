import { describe, expect, it } from 'vitest'
import { cheaperThan, costOf, modelFor, NO_USAGE, strongerThan, toUsd } from './models.ts'

const usage = {
  input: 1_000,
  output: 400,
  cache_read: 5_000,
  cache_write: 300,
  cache_write_1h: 200,
}

describe('the price of a call', () => {
  it('is exact to the last digit, by what was read, written, kept and said [engines.cost-exact]', () => {
    // 1000×0.10 + 400×0.50 + 5000×0.01 + 100×0.125 + 200×0.20, in millionths
    expect(costOf('claude-haiku-5-5', usage).toString()).toBe('0.0004025')
    expect(toUsd(costOf('claude-haiku-5-5', usage))).toBe('0.000403')
    expect(costOf('claude-sonnet-5-5', usage).toString()).toBe('0.00755')
    expect(costOf('claude-haiku-5-5', usage, { batch: true }).toString()).toBe('0.00020125')
  })

  it('rises for the whole request when its prompt is long', () => {
    const long = { ...NO_USAGE, input: 60_000, cache_read: 40_001, output: 1_000 }
    expect(costOf('claude-haiku-5-5', { ...long, cache_read: 40_000 }).toString()).toBe('0.0069')
    expect(costOf('claude-haiku-5-5', long).toString()).toBe('0.03450005')
  })

  it('is found under the names that platforms give a model, and is the dearest for a stranger', () => {
    expect(costOf('eu.anthropic.claude-haiku-5-5-20261007-v1:0', usage).toString()).toBe(
      '0.0004025',
    )
    expect(costOf('who-knows', usage)).toEqual(costOf('claude-opus-5-5', usage))
  })
})

describe('the sizes of tasks', () => {
  it('lead from the cheapest model to the strongest and back', () => {
    expect(modelFor('small').id).toContain('haiku')
    expect(strongerThan('small')).toBe('reasoning')
    expect(strongerThan('critical')).toBeNull()
    expect(cheaperThan('critical')).toBe('reasoning')
    expect(cheaperThan('small')).toBeNull()
  })
})
