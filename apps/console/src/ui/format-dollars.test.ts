import { describe, expect, it } from 'vitest'
import { formatDollars } from './format-dollars.ts'

describe('an amount in dollars', () => {
  it.each([
    ['0.000000', '$0.00'],
    ['0.000403', '$0.0004'],
    ['0.000500', '$0.0005'],
    ['0.009990', '$0.01'],
    ['0.061235', '$0.06'],
    ['1234.500000', '$1,234.50'],
  ])('%s is shown as %s', (amount, shown) => {
    expect(formatDollars(amount)).toBe(shown)
  })
})
