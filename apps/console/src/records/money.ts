import type { CurrencySum } from '@insa/contracts'

/** One format a currency: making one is slow, and a board shows hundreds of sums. */
const whole = new Map<string, Intl.NumberFormat>()
const short = new Map<string, Intl.NumberFormat>()

function formatOf(
  kept: Map<string, Intl.NumberFormat>,
  currency: string,
  options: Intl.NumberFormatOptions,
): Intl.NumberFormat {
  const format =
    kept.get(currency) ?? new Intl.NumberFormat('en', { style: 'currency', currency, ...options })
  kept.set(currency, format)
  return format
}

/** Shown only: what is computed with stays the decimal text. `€185,000`. */
export const formatMoney = (amount: string, currency: string): string =>
  formatOf(whole, currency, { maximumFractionDigits: 0 }).format(Number(amount))

/** `€185K`, where there is little room. */
export const formatShortMoney = (amount: string, currency: string): string =>
  formatOf(short, currency, { notation: 'compact', maximumFractionDigits: 1 }).format(
    Number(amount),
  )

/** Sums side by side: nothing is converted. Those of nothing are left out. */
export const formatSums = (
  sums: readonly CurrencySum[],
  of: 'amount' | 'weighted' = 'amount',
): string =>
  sums
    .filter((sum) => Number(sum[of]) > 0)
    .map((sum) => formatShortMoney(sum[of], sum.currency))
    .join(' · ')
