const CENTS = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' })

/** From here on cents say enough. */
const A_CENT = 0.01

/** `$12.30`; below a cent as many digits as it takes: `$0.0004`. Takes the API's decimal strings. */
export function formatDollars(amount: string): string {
  const value = Number(amount)
  if (value === 0 || value >= A_CENT) return CENTS.format(value)
  return `$${value.toPrecision(2).replace(/\.?0+$/, '')}`
}
