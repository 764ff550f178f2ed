/** Leads and customers that may be the same as a lead: by e-mail address, number, company, domain. Never merged here. */
import type { Duplicate } from '../backend.ts'
import type { CallOptions, Document, Filter, FrappeClient } from '../client/frappe-client.ts'
import { firstField } from '../client/metadata.ts'

interface Reason {
  field: string
  filter: Filter
  confidence: number
  words: string
}

/** Mail hosts of everybody: the same one says nothing. */
const FREE_MAIL =
  /^(gmail|googlemail|outlook|hotmail|live|yahoo|icloud|gmx|web|aol|proton(mail)?)\./

export async function findDuplicates(
  client: FrappeClient,
  lead: Document,
  call: CallOptions,
): Promise<Duplicate[]> {
  const found = new Map<string, Duplicate>()
  for (const doctype of ['Lead', 'Customer']) {
    const meta = await client.meta(doctype, call)
    const label = firstField(meta, ['title', 'customer_name', 'lead_name']) ?? 'name'
    for (const reason of reasonsFor(doctype, lead)) {
      if (!firstField(meta, [reason.field])) continue
      const query = { filters: [reason.filter], fields: ['name', label], limit: 10 }
      for (const row of await client.list(doctype, query, call))
        if (doctype !== 'Lead' || row.name !== lead.name)
          note(found, { doctype, id: row.name, label: String(row[label] ?? row.name) }, reason)
    }
  }
  return [...found.values()].sort((a, b) => b.confidence - a.confidence)
}

function note(
  found: Map<string, Duplicate>,
  it: { doctype: string; id: string; label: string },
  { confidence, words }: Reason,
): void {
  const key = `${it.doctype}\n${it.id}`
  const known = found.get(key) ?? { ...it, confidence: 0, reasons: [] }
  // Two reasons together are surer than each alone.
  const both = 1 - (1 - known.confidence) * (1 - confidence)
  found.set(key, {
    ...known,
    confidence: Math.round(both * 100) / 100,
    reasons: [...known.reasons, words],
  })
}

function reasonsFor(doctype: string, lead: Document): Reason[] {
  const text = (field: string) => String(lead[field] ?? '').trim()
  const reasons: Reason[] = []
  const add = (field: string, value: string, confidence: number, words: string) => {
    if (value !== '') reasons.push({ field, filter: [field, '=', value], confidence, words })
  }
  add('email_id', text('email_id'), 0.95, 'the same e-mail address')
  add('mobile_no', text('mobile_no'), 0.8, 'the same mobile number')
  add('phone', text('phone'), 0.7, 'the same telephone number')
  const name = doctype === 'Lead' ? 'company_name' : 'customer_name'
  add(name, text('company_name'), 0.6, 'the same company')
  const domain = text('email_id').split('@')[1]?.toLowerCase() ?? ''
  if (domain !== '' && !FREE_MAIL.test(domain))
    reasons.push({
      field: 'email_id',
      filter: ['email_id', 'like', `%@${domain}`],
      confidence: 0.4,
      words: `another address at ${domain}`,
    })
  return reasons
}
