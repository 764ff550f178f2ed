import type { EvidenceField, Lead } from '@insa/contracts'
import { type Fold, foldText } from './fold.ts'
import { detectLanguage, isLanguage, type Language } from './language.ts'
import type { Span } from './spans.ts'

/** The textual fields of a lead: all that the baseline reads. */
export type LeadText = Pick<Lead, EvidenceField | 'language' | 'phone'>

/** A lead made ready for judging: every field folded, the language known, the instant it is judged at. */
export interface Reading {
  readonly lead: LeadText
  /** Relative times ("next month") count from here. */
  readonly at: Date
  /** The language of the message; English when nothing tells. */
  readonly language: Language
  /** The message; empty when the lead has none. */
  readonly message: Fold
  /** Every field that is written, the message included. `no_of_employees` and `annual_revenue` are left out. */
  readonly fields: Readonly<Partial<Record<EvidenceField, Fold>>>
}

const FIELDS = [
  'lead_name',
  'company_name',
  'job_title',
  'email_id',
  'website',
  'city',
  'country',
  'industry',
  'source',
] as const

/** Below this many characters the language that the lead names is surer than a guess. */
const SHORT = 60

/**
 * Makes a lead ready for judging. Stretches of the message in `mask` (offsets into the original message) are blanked: they
 * have no influence on anything that reads.
 */
export function readLead(lead: LeadText, at: Date, mask: readonly Span[] = []): Reading {
  const text = lead.message ?? ''
  const told = isLanguage(lead.language) ? lead.language : null
  const language =
    (told && text.length < SHORT ? told : detectLanguage(text)) ??
    told ??
    detectLanguage(lead.job_title ?? '') ??
    'en'
  const message = foldText(text, { language, mask })
  const fields: Partial<Record<EvidenceField, Fold>> = {}
  if (text !== '') fields.message = message
  for (const field of FIELDS) {
    const value = lead[field]
    if (value) fields[field] = foldText(value, { language })
  }
  return { lead, at, language, message, fields }
}
