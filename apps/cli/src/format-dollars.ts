/** `$12.30`; below a cent as many digits as it takes: `$0.0004`. Takes the API's decimal strings. */
export function formatDollars(amount: string): string {
  const value = Number(amount)
  if (value === 0 || value >= 0.01)
    return `$${value.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
  return `$${value.toPrecision(2).replace(/\.?0+$/, '')}`
}
