import { Decimal } from 'decimal.js'

/** For people: cents, or as many digits as it takes to be more than nothing. */
export function dollars(usd: Decimal.Value): string {
  const amount = new Decimal(usd)
  if (amount.isZero() || amount.gte('0.01')) return `$${amount.toFixed(2)}`
  return `$${amount.toSignificantDigits(2).toFixed()}`
}
