import type { Evidence } from '@insa/contracts'
import lexicon from '../lexicons/calling-codes.json' with { type: 'json' }
import { foldPhrase } from '../text/fold.ts'
import { LANGUAGES } from '../text/language.ts'
import type { Reading } from '../text/reading.ts'

const CALLING: Readonly<Record<string, string>> = lexicon.codes
const ALIASES: Readonly<Record<string, string>> = lexicon.names
const GENERIC = new Set(lexicon.generic_domains)

const normal = (name: string): string =>
  foldPhrase(name)
    .replace(/[^\p{L}]+/gu, ' ')
    .trim()

function countryNames(): Map<string, string> {
  const names = new Map<string, string>()
  const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i))
  for (const language of LANGUAGES) {
    const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })
    for (const a of letters) {
      for (const b of letters) {
        const name = display.of(a + b)
        // Withdrawn codes share their names with today's: FX is France, UK the United Kingdom.
        if (name) names.set(normal(name), new Intl.Locale(`und-${a}${b}`).region ?? a + b)
      }
    }
  }
  for (const [name, code] of Object.entries(ALIASES)) names.set(name, code)
  return names
}

let namesByLanguage: Map<string, string> | undefined

/** The ISO code of a country by its name in any of the six languages or by its code. */
export function countryCode(name: string): string | null {
  const trimmed = name.trim()
  if (/^[A-Z]{2}$/u.test(trimmed)) return trimmed === 'UK' ? 'GB' : trimmed
  namesByLanguage ??= countryNames()
  return namesByLanguage.get(normal(trimmed)) ?? null
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
