/** A lead as both sides have it: ERPNext's document read into our fields, and ours written into theirs. */
import {
  EmployeeRange,
  LeadStatus,
  QualificationStatus,
  SYNCED_FIELDS,
  type SyncedField,
} from '@insa/contracts'
import type { Document } from '@insa/mcp-servers/erpnext'

export type Value = string | number | null
export type LeadValues = Record<SyncedField, Value>

/** What this site calls its fields, by its own metadata. */
export interface SiteFields {
  /** `source` in version 15, `utm_source` in 16. */
  source: string | null
  /** All fields of Lead. */
  has: ReadonlySet<string>
  /** The DocType that a field links to, by our name of the field. */
  links: ReadonlyMap<SyncedField, string>
}

const LIMITS: Partial<Record<SyncedField, number>> = { message: 50_000, website: 500, phone: 60 }
const LIMIT = 140

/** What every list of leads asks for. */
export function columnsOf({ source, has }: SiteFields): string[] {
  const wanted = [
    ...['name', 'modified', 'creation', 'first_name', 'mobile_no', ...SYNCED_FIELDS],
    ...['custom_insa_id', 'custom_insa_message'],
  ]
  const theirs = wanted.map((f) => (f === 'source' ? (source ?? '') : f))
  const standard = ['name', 'modified', 'creation']
  return theirs.filter((f) => has.has(f) || standard.includes(f))
}

/** @param notes the texts of its notes, in order: what a lead wrote stands there where our own field is empty. */
export function readLead(doc: Document, notes: readonly string[], fields: SiteFields): LeadValues {
  const values = Object.fromEntries(
    SYNCED_FIELDS.map((f) => [f, clean(doc[f], LIMITS[f] ?? LIMIT)]),
  ) as LeadValues
  const message =
    clean(doc.custom_insa_message, LIMITS.message) ?? clean(notes.join('\n\n'), 50_000)
  const revenue = Number(doc.annual_revenue ?? 0)
  return {
    ...values,
    lead_name: personOf(doc, values),
    phone: values.phone ?? clean(doc.mobile_no, 60),
    source: fields.source === null ? null : clean(doc[fields.source], LIMIT),
    message,
    annual_revenue: revenue > 0 ? Math.min(revenue, 1e15) : null,
    no_of_employees: known(EmployeeRange.options, doc.no_of_employees),
    status: known(LeadStatus.options, doc.status),
    qualification_status: known(QualificationStatus.options, doc.qualification_status),
  }
}

/** ERPNext fills the name with the company, or with what stands before the @, where nobody has given a person's. */
function personOf(doc: Document, values: LeadValues): Value {
  const filledIn = [values.company_name, String(values.email_id ?? '').split('@')[0]]
  const isFilledIn = clean(doc.first_name, LIMIT) === null && filledIn.includes(values.lead_name)
  const hasOther = values.company_name !== null || values.email_id !== null
  return isFilledIn && hasOther ? null : values.lead_name
}

const known = (options: readonly string[], value: unknown): Value =>
  options.find((option) => option === value) ?? null

/** Text that PostgreSQL can keep; empty is nothing. */
function clean(value: unknown, limit = LIMIT): Value {
  if (value === null || value === undefined) return null
  const text = String(value).replaceAll('\u0000', '').toWellFormed().trim().slice(0, limit)
  return text === '' ? null : text.toWellFormed()
}

/** Our values under their names. A field that the site does not have is left out. */
export function writeLead(
  changes: Partial<LeadValues>,
  fields: SiteFields,
): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(changes) as [SyncedField, Value][]) {
    if (field === 'lead_name') Object.assign(out, nameParts(value))
    else if (field === 'message') out.custom_insa_message = value
    else if (field === 'source') out[fields.source ?? ''] = value
    else out[field] = field === 'annual_revenue' ? (value ?? 0) : value
  }
  return Object.fromEntries(Object.entries(out).filter(([field]) => fields.has.has(field)))
}

/** Its parts are what counts there: the whole name is put together from them at every save. */
function nameParts(name: Value): Record<string, Value> {
  const words = String(name ?? '')
    .split(/\s+/)
    .filter(Boolean)
  const last = words.length > 1 ? (words.at(-1) ?? null) : null
  const first = words.slice(0, last === null ? undefined : -1).join(' ')
  return {
    salutation: null,
    first_name: first === '' ? null : first,
    middle_name: null,
    last_name: last,
    lead_name: name,
  }
}
