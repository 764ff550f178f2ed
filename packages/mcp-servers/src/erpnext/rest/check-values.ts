/**
 * What is to be written, held against the site's metadata before it is sent: ERPNext drops fields that it does not know without a
 * word, and finds a wrong link only when it is too late to say which others there are.
 */
import { ToolError } from '../../kit/index.ts'
import type { FrappeClient } from '../client/frappe-client.ts'
import {
  type DocTypeMeta,
  type FieldMeta,
  findField,
  STANDARD_FIELDS,
  TABLES,
  valueFields,
} from '../client/metadata.ts'
import { didYouMean } from '../nearest-names.ts'

export interface Fault {
  path: string
  message: string
}

/** @returns the values with links as the site spells them. @throws ToolError with every fault, by field. */
export async function checkValues(
  client: FrappeClient,
  doctype: string,
  values: Record<string, unknown>,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const faults: Fault[] = []
  const meta = await client.meta(doctype, { signal })
  const checked = await checkRow({ client, signal, faults }, meta, values, '')
  if (faults.length === 0) return checked
  throw new ToolError(`${doctype} was not written: its values do not fit.`, {
    code: 'record.invalid',
    fields: faults,
    hint: `describe_doctype tells all fields of ${doctype}.`,
  })
}

interface Checking {
  client: FrappeClient
  signal: AbortSignal
  faults: Fault[]
}

async function checkRow(
  checking: Checking,
  meta: DocTypeMeta,
  values: Record<string, unknown>,
  at: string,
): Promise<Record<string, unknown>> {
  const out: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(values)) {
    const path = `${at}${name}`
    const field = findField(meta, name)
    if (!field) checking.faults.push({ path, message: unknownField(meta, name) })
    else out[name] = await checkField(checking, field, { value, path, row: values })
  }
  return out
}

function unknownField(meta: DocTypeMeta, name: string): string {
  if (STANDARD_FIELDS.includes(name)) return 'is set by ERPNext and cannot be written.'
  const names = valueFields(meta).map((f) => f.fieldname)
  return `${meta.name} has no such field.${didYouMean(name, names)}`
}

interface Given {
  value: unknown
  path: string
  row: Record<string, unknown>
}

async function checkField(checking: Checking, field: FieldMeta, given: Given): Promise<unknown> {
  const { value, path, row } = given
  const fault = (message: string) => void checking.faults.push({ path, message })
  if (value === null || value === '') return value
  if (TABLES.has(field.fieldtype)) return checkTable(checking, field, value, path)
  if (typeof value === 'object' && field.fieldtype !== 'JSON') {
    fault('is one value, not a list or an object.')
    return value
  }
  if (field.fieldtype === 'Select') checkOption(field, value, fault)
  if (field.fieldtype === 'Date' && !/^\d{4}-\d\d-\d\d$/.test(String(value)))
    fault('is a date as 2027-03-31.')
  const target = linkTarget(field, row)
  if (target !== undefined) return checkLink(checking, target, String(value), path)
  return field.fieldtype === 'JSON' && typeof value === 'object' ? JSON.stringify(value) : value
}

function checkOption(field: FieldMeta, value: unknown, fault: (message: string) => void): void {
  const options = (field.options ?? '').split('\n').filter((o) => o !== '')
  if (options.length === 0 || options.includes(String(value))) return
  fault(`is none of ${options.join(', ')}.`)
}

const linkTarget = (field: FieldMeta, row: Record<string, unknown>): string | undefined => {
  if (field.fieldtype === 'Link') return field.options ?? undefined
  if (field.fieldtype !== 'Dynamic Link') return undefined
  const doctype = row[field.options ?? '']
  return typeof doctype === 'string' && doctype !== '' ? doctype : undefined
}

async function checkTable(
  checking: Checking,
  field: FieldMeta,
  value: unknown,
  path: string,
): Promise<unknown> {
  if (!Array.isArray(value)) {
    checking.faults.push({ path, message: 'is a list of rows.' })
    return value
  }
  const meta = await checking.client.meta(field.options ?? '', { signal: checking.signal })
  const rows: unknown[] = []
  for (const [index, row] of value.entries()) {
    // A row that is there already is named by its name.
    const { name, ...rest } = row as Record<string, unknown>
    const checked = await checkRow(checking, meta, rest, `${path}[${index}].`)
    rows.push(name === undefined ? checked : { name, ...checked })
  }
  return rows
}

async function checkLink(
  { client, signal, faults }: Checking,
  doctype: string,
  value: string,
  path: string,
): Promise<unknown> {
  const resolved = await resolveLink(client, doctype, value, signal)
  if (typeof resolved === 'string') return resolved
  faults.push({ path, message: noSuch(doctype, value, resolved) })
  return value
}

const MOST_CHOICES = 8

/** @returns the name, or what it might be where it is none. */
export async function resolveLink(
  client: FrappeClient,
  doctype: string,
  value: string,
  signal: AbortSignal,
): Promise<string | LinkChoice[]> {
  const exact = (await client.read(
    'frappe.client.validate_link',
    { doctype, docname: value, fields: '[]' },
    { signal },
  )) as { name?: unknown } | null
  if (exact?.name !== undefined && exact.name !== null) return String(exact.name)
  const found = await searchLink(client, { doctype, text: value, limit: MOST_CHOICES }, signal)
  // What shows the very words that were asked for is what was meant, if it is the only one.
  const same = found.filter((c) => c.label.toLowerCase().split(', ').includes(value.toLowerCase()))
  return same.length === 1 && same[0] ? same[0].id : found
}

export interface LinkChoice {
  id: string
  label: string
}

export async function searchLink(
  client: FrappeClient,
  { doctype, text, limit }: { doctype: string; text: string; limit: number },
  signal: AbortSignal,
): Promise<LinkChoice[]> {
  const rows = (await client.read(
    'frappe.desk.search.search_link',
    { doctype, txt: text, page_length: String(limit) },
    { signal },
  )) as { value: unknown; description?: unknown }[] | null
  return (rows ?? []).map(({ value, description }) => ({
    id: String(value),
    label: [value, description].filter(Boolean).join(', '),
  }))
}

export function noSuch(doctype: string, value: string, choices: readonly LinkChoice[]): string {
  const offered = choices.map((c) => `${c.id}${c.label === c.id ? '' : ` (${c.label})`}`)
  return offered.length > 0
    ? `there is no ${doctype} ${value}. There are: ${offered.join('; ')}.`
    : `there is no ${doctype} ${value}.`
}
