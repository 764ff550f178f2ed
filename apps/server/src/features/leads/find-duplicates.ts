/** Other leads that may be the same one: shown with a confidence and the reasons, never merged by themselves. */

import { isFreeMail } from '@insa/baseline'
import type { LeadDuplicate } from '@insa/contracts'
import { notFound } from '../../platform/http/errors.ts'
import { type LeadRow, presentLead } from './lead.ts'
import { findLead, similarLeads } from './leads.store.ts'
import type { LeadsDeps } from './leads-deps.ts'

/** Trigram similarity (pg_trgm, 0–1) from which two companies are called alike. */
const ALIKE_COMPANY = 0.45
const LEAST_CONFIDENCE = 0.4

export async function findDuplicates(
  deps: LeadsDeps,
  organizationId: string,
  key: string,
): Promise<LeadDuplicate[]> {
  return deps.database.tenant(organizationId, async (tx) => {
    const found = await findLead(tx, key)
    if (!found) throw notFound('lead', key)
    const similar = await similarLeads(tx, found.lead)
    return similar
      .map(({ lead, score, similarity }) => ({
        lead: presentLead(lead, score),
        ...compare(found.lead, lead, similarity),
      }))
      .filter((d) => d.confidence >= LEAST_CONFIDENCE)
      .sort((a, b) => b.confidence - a.confidence)
  })
}

type Compared = Pick<LeadRow, 'lead_name' | 'company_name' | 'email_id' | 'phone'>

/** @param companySimilarity trigram similarity of the two companies, 0–1. */
export function compare(
  a: Compared,
  b: Compared,
  companySimilarity: number,
): { confidence: number; reasons: string[] } {
  if (a.email_id && a.email_id.toLowerCase() === b.email_id?.toLowerCase()) {
    return { confidence: 1, reasons: ['Same e-mail address'] }
  }
  const reasons: string[] = []
  let doubt = 1
  const add = (strength: number, reason: string) => {
    doubt *= 1 - strength
    reasons.push(reason)
  }
  if (companySimilarity >= ALIKE_COMPANY) {
    add(0.6 * companySimilarity, companySimilarity > 0.99 ? 'Same company' : 'Similar company')
  }
  if (a.lead_name && b.lead_name) {
    const alike = wordOverlap(a.lead_name, b.lead_name)
    if (alike > 0.49) add(0.7 * alike, alike === 1 ? 'Same name' : 'Similar name')
  }
  const domain = domainOf(a.email_id)
  if (domain && domain === domainOf(b.email_id) && !isFreeMail(domain))
    add(0.4, `Same mail domain ${domain}`)
  const phone = digits(a.phone)
  if (phone.length >= 7 && phone === digits(b.phone)) add(0.7, 'Same phone number')
  return { confidence: Number((1 - doubt).toFixed(2)), reasons }
}

const domainOf = (email: string | null) => email?.toLowerCase().split('@')[1] ?? null
/** The last nine digits: country and area prefixes are written in many ways. */
const digits = (phone: string | null) => (phone ?? '').replace(/\D/g, '').slice(-9)

/** Shared words over the words of the shorter name, 0–1; accents and order do not matter. */
function wordOverlap(a: string, b: string): number {
  const words = (s: string) =>
    new Set(
      s
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .toLowerCase()
        .split(/[^\p{L}\d]+/u)
        .filter((w) => w.length > 1),
    )
  const [left, right] = [words(a), words(b)]
  const least = Math.min(left.size, right.size)
  return least === 0 ? 0 : [...left].filter((w) => right.has(w)).length / least
}
