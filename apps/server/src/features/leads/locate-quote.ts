/** Finds a model's quote in the lead: models see the words cleaned and cannot count code units, so code says where they stand. */
import type { Evidence, EvidenceField, Lead } from '@insa/contracts'
import { cleanUntrusted } from '../../platform/engines/clean-untrusted.ts'

export interface Quote {
  field: EvidenceField
  quote: string
}

/** @returns a function that finds a quote in this lead, or null where its words do not stand there. */
export function createQuoteFinder(lead: Lead): (quote: Quote) => Evidence | null {
  const cleaned = new Map<EvidenceField, { original: string } & ReturnType<typeof cleanUntrusted>>()
  const read = (field: EvidenceField) => {
    const known = cleaned.get(field)
    if (known) return known
    const original = lead[field] === null ? '' : String(lead[field])
    const fresh = { original, ...cleanUntrusted(original) }
    cleaned.set(field, fresh)
    return fresh
  }
  return ({ field, quote }) => {
    const { original, text, toOriginal } = read(field)
    const words = quote.trim().split(/\s+/)
    if (words.join('') === '') return null
    // A line break where the model wrote a blank is the same words; everything else must be the same letters.
    const match = new RegExp(words.map(RegExp.escape).join('\\s+')).exec(text)
    if (!match) return null
    const { start, end } = toOriginal(match.index, match.index + match[0].length)
    return end > start ? { field, quote: original.slice(start, end), start, end } : null
  }
}
