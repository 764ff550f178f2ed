import { describe, expect, it } from 'vitest'
import { formatMoney, formatShortMoney, formatSums } from './money.ts'

describe('money on the screen', () => {
  it('has its currency and no fractions', () => {
    expect(formatMoney('185000.50', 'EUR')).toBe('€185,001')
    expect(formatShortMoney('1250000.00', 'BRL')).toBe('R$1.3M')
  })

  it('is summed by currency, and says nothing of nothing', () => {
    const sum = (currency: string, amount: string) => ({
      currency,
      amount,
      weighted: '1000.00',
      count: 1,
    })
    expect(formatSums([sum('EUR', '10000'), sum('GBP', '0'), sum('USD', '2000')])).toBe(
      '€10K · $2K',
    )
    expect(formatSums([sum('EUR', '0')], 'weighted')).toBe('€1K')
  })
})
