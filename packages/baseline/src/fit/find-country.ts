import type { Evidence } from '@insa/contracts'
import lexicon from '../lexicons/calling-codes.json' with { type: 'json' }
import countries from '../lexicons/countries.json' with { type: 'json' }
import { foldPhrase } from '../text/fold.ts'
import type { Reading } from '../text/reading.ts'

const CALLING: Readonly<Record<string, string>> = lexicon.codes
const ALIASES: Readonly<Record<string, string>> = lexicon.names
const GENERIC = new Set(lexicon.generic_domains)

const normal = (name: string): string =>
  foldPhrase(name)
    .replace(/[^\p{L}]+/gu, ' ')
    .trim()

const CODES: ReadonlyMap<string, string> = new Map([
  ...Object.entries(countries.names).flatMap(([code, names]) =>
    names.map((name): [string, string] => [name, code]),
  ),
  ...Object.entries(ALIASES),
])

/** The ISO code of a country by its name in any of the six languages or by its code. */
export function countryCode(name: string): string | null {
  const trimmed = name.trim()
  if (/^[A-Z]{2}$/u.test(trimmed)) return trimmed === 'UK' ? 'GB' : trimmed
  return CODES.get(normal(trimmed)) ?? null
}

function byPhone(phone: string | null): string | null {
  const digits = /^\s*(?:\+|00)\s?(\d[\d\s().-]*)/u.exec(phone ?? '')?.[1]?.replace(/\D/gu, '')
  if (!digits) return null
  for (const size of [3, 2, 1]) {
    const code = CALLING[digits.slice(0, size)]
    if (code) return code
  }
  return null
}

function byDomain(email: string | null): string | null {
  const end = /\.([a-z]{2})$/iu.exec(email ?? '')?.[1]?.toLowerCase()
  if (!end || GENERIC.has(end)) return null
  return end === 'uk' ? 'GB' : end.toUpperCase()
}

/** Where the customer is. */
export interface Place {
  readonly country: string | null
  readonly evidence: readonly Evidence[]
}

/** The lead's country: as written, else by its phone's country code, else by its mail's domain. */
export function findCountry(reading: Reading): Place {
  const { country, phone, email_id } = reading.lead
  const written = country ? countryCode(country) : null
  if (written && country) {
    const quote: Evidence = { field: 'country', quote: country, start: 0, end: country.length }
    return { country: written, evidence: [quote] }
  }
  return { country: byPhone(phone) ?? byDomain(email_id), evidence: [] }
}
