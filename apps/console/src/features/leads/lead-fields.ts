import { type Lead, type LeadPatch, LeadStatus } from '@insa/contracts'

/** The fields of a lead that a person fills in. */
export const FORM_FIELDS = [
  'lead_name',
  'job_title',
  'company_name',
  'industry',
  'email_id',
  'phone',
  'website',
  'city',
  'country',
  'no_of_employees',
  'annual_revenue',
  'source',
  'status',
  'lead_owner',
  'message',
] as const
export type FormField = (typeof FORM_FIELDS)[number]

/** Everything is text in a form. */
export type LeadValues = Record<FormField, string>

export const EMPTY_LEAD: LeadValues = {
  ...(Object.fromEntries(FORM_FIELDS.map((name) => [name, ''])) as LeadValues),
  status: LeadStatus.enum.Lead,
}

export function valuesOf(lead: Lead): LeadValues {
  const entries = FORM_FIELDS.map((name) => [name, lead[name] === null ? '' : String(lead[name])])
  return Object.fromEntries(entries) as LeadValues
}

/** What the contract reads: an empty field is null, numbers are numbers. The message keeps every blank: offsets point into it. */
export function inputOf(values: LeadValues): Record<FormField, unknown> {
  const read = (name: FormField): unknown => {
    const value = values[name]
    if (name === 'message') return value === '' ? null : value
    const text = value.trim()
    if (text === '') return null
    return name === 'annual_revenue' ? Number(text) : text
  }
  return Object.fromEntries(FORM_FIELDS.map((name) => [name, read(name)])) as Record<
    FormField,
    unknown
  >
}

/** Only what the person changed: what somebody else changed in between stays. */
export function patchOf(former: LeadValues, values: LeadValues): LeadPatch {
  const next = inputOf(values)
  const changed = FORM_FIELDS.filter((name) => former[name] !== values[name])
  return Object.fromEntries(changed.map((name) => [name, next[name]])) as LeadPatch
}
