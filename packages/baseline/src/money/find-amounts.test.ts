import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldText } from '../text/fold.ts'
import type { Language } from '../text/language.ts'
import { findAmounts } from './find-amounts.ts'
import { parseNumber } from './parse-number.ts'

const first = (text: string, language: Language = 'en') => {
  const amount = findAmounts(foldText(text, { language }))[0]
  return amount && [amount.low, amount.high, amount.currency]
}

describe('parseNumber', () => {
  it.each([
    ['1,250,000', 1, 1_250_000],
    ['1.250.000', 1, 1_250_000],
    ["1'250'000", 1, 1_250_000],
    ['1 250 000', 1, 1_250_000],
    ['12,50,000', 1, 1_250_000],
    ['1,234.56', 1, 1234.56],
    ['1.234,56', 1, 1234.56],
    ['2,500', 1, 2500],
    ['2.500', 1, 2500],
    ['1,5', 1e6, 1.5],
    ['1.250', 1e6, 1.25],
    ['0.250', 1e6, 0.25],
    ['75', 1e3, 75],
  ])('reads %s before × %d as %d', (written, multiplier, value) => {
    expect(parseNumber(written, multiplier)).toBeCloseTo(value)
  })

  it('reads back any whole sum in European and American grouping', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), (n) => {
        expect(parseNumber(n.toLocaleString('en-US'), 1)).toBe(n)
        expect(parseNumber(n.toLocaleString('de-DE'), 1)).toBe(n)
      }),
    )
  })
})

describe('findAmounts', () => {
  it.each<[string, Language, number, number, string | null]>([
    ['$150k', 'en', 150_000, 150_000, '$'],
    ['USD 1.2 MM', 'en', 1_200_000, 1_200_000, 'USD'],
    ['US$ 40,000 - 60,000', 'en', 40_000, 60_000, 'USD'],
    ['between 50k and 70k', 'en', 50_000, 70_000, null],
    ['fifty thousand dollars', 'en', 50_000, 50_000, 'USD'],
    ['INR 45 lakh', 'en', 4_500_000, 4_500_000, 'INR'],
    ['Rs. 12,50,000', 'en', 1_250_000, 1_250_000, 'INR'],
    ['USD 1.5 mil', 'en', 1_500_000, 1_500_000, 'USD'],
    ['six-figure', 'en', 100_000, 1_000_000, null],
    ['£75,000', 'en', 75_000, 75_000, 'GBP'],
    ['80 bis 120 T€', 'de', 80_000, 120_000, 'EUR'],
    ['TEUR 350', 'de', 350_000, 350_000, 'EUR'],
    ['1,2 Mio. €', 'de', 1_200_000, 1_200_000, 'EUR'],
    ['zweihunderttausend Euro', 'de', 200_000, 200_000, 'EUR'],
    ["CHF 1'250'000.-", 'de', 1_250_000, 1_250_000, 'CHF'],
    ['entre 100 y 150 mil dólares', 'es', 100_000, 150_000, 'USD'],
    ['2.5 millones de pesos', 'es', 2_500_000, 2_500_000, 'peso'],
    ['quinientos mil dólares', 'es', 500_000, 500_000, 'USD'],
    ['R$ 1,5 milhão', 'pt', 1_500_000, 1_500_000, 'BRL'],
    ['R$ 350.000,00', 'pt', 350_000, 350_000, 'BRL'],
    ['150 à 200 k€', 'fr', 150_000, 200_000, 'EUR'],
    ['cinquante mille euros', 'fr', 50_000, 50_000, 'EUR'],
    ['80mila euro', 'it', 80_000, 80_000, 'EUR'],
    ['mezzo milione di euro', 'it', 500_000, 500_000, 'EUR'],
  ])('reads %s (%s) as %d to %d %s', (text, language, low, high, currency) => {
    expect(first(text, language)).toEqual([low, high, currency])
  })
})
