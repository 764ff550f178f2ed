import type { CompanyProfile } from '@insa/contracts'
import currencies from '../lexicons/currencies.json' with { type: 'json' }
import { foldPhrase } from '../text/fold.ts'
import type { Amount } from './find-amounts.ts'

const DOLLAR: Readonly<Record<string, string>> = currencies.dollar
const PESO: Readonly<Record<string, string>> = currencies.peso

/**
 * Below this a bare $ from a country with a weak dollar-signed currency can only be US dollars: nobody budgets industrial
 * work in a few thousand Chilean or Colombian pesos. In units of the sum as written.
 */
const LEAST_IN_PESOS: Readonly<Record<string, number>> = {
  CLP: 2e6,
  COP: 5e6,
  ARS: 2e6,
  UYU: 4e5,
  MXN: 0,
}

const LOCAL: Readonly<Record<string, string>> = currencies.local

/** What is meant where no currency is written; null where nothing tells. */
function localCurrency(amount: Amount, where: string): string | null {
  const local = LOCAL[where]
  if (local === undefined) return null
  return amount.high >= (LEAST_IN_PESOS[local] ?? 0) ? local : null
}

/** The ISO 4217 code meant; a bare `$` or `peso` follows the country of the lead. */
export function resolveCurrency(amount: Amount, country: string | null): string | null {
  const where = foldPhrase(country ?? '').trim()
  if (amount.currency === null) return localCurrency(amount, where)
  if (amount.currency === 'peso') return PESO[where] ?? currencies.default_peso
  if (amount.currency !== '$') return amount.currency
  const local = DOLLAR[where]
  if (local === undefined) return 'USD'
  return amount.high >= (LEAST_IN_PESOS[local] ?? 0) ? local : 'USD'
}

/** A sum in the profile's currency; null when the profile has no rate for it. No currency written counts as the profile's. */
export function convert(value: number, currency: string | null, profile: CompanyProfile) {
  if (currency === null || currency === profile.currency) return value
  const rate = profile.exchange_rates[currency]
  return rate === undefined ? null : value * rate
}
