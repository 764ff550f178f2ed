/** Records as the tools show them, and how they are found. */
import { ToolError } from '../../kit/index.ts'
import type { CrmRecord, FieldChange, FieldFilter } from '../backend.ts'
import type { CallOptions, Document, Filter, FrappeClient } from '../client/frappe-client.ts'
import { noSuch, resolveLink } from './check-values.ts'

/** Bookkeeping that says nothing to a reader. */
const NOISE = new Set(['doctype', 'name', 'modified', 'idx', 'naming_series', 'lft', 'rgt'])
const ROW_NOISE = new Set([
  ...['doctype', 'owner', 'creation', 'modified', 'modified_by', 'idx', 'docstatus'],
  ...['parent', 'parentfield', 'parenttype'],
])

export function toRecord(doctype: string, document: Document): CrmRecord {
  const values = Object.fromEntries(
    Object.entries(document)
      .filter(([key, value]) => !NOISE.has(key) && !key.startsWith('__') && !isNothing(value))
      .map(([key, value]) => [key, Array.isArray(value) ? value.map(withoutNoise) : value]),
  )
  return { doctype, id: String(document.name), version: String(document.modified ?? ''), values }
}

const isNothing = (value: unknown) =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0)

const withoutNoise = (row: unknown): unknown =>
  row !== null && typeof row === 'object'
    ? Object.fromEntries(
        Object.entries(row).filter(([key, value]) => !ROW_NOISE.has(key) && !isNothing(value)),
      )
    : row

/** By its name, or by words that find exactly one. @throws ToolError with the choices otherwise. */
export async function findDocument(
  client: FrappeClient,
  doctype: string,
  id: string,
  call: CallOptions & { signal: AbortSignal },
): Promise<Document> {
  const exact = await client.find(doctype, id, call)
  if (exact) return exact
  const resolved = await resolveLink(client, doctype, id, call.signal)
  if (typeof resolved === 'string') return client.get(doctype, resolved, call)
  const [only] = resolved
  if (resolved.length === 1 && only) return client.get(doctype, only.id, call)
  const words = noSuch(doctype, id, resolved)
  throw new ToolError(words.charAt(0).toUpperCase() + words.slice(1), {
    code: resolved.length > 1 ? 'record.ambiguous' : 'record.not_found',
    hint:
      resolved.length > 1
        ? 'Ask which one is meant, and call again with its id.'
        : 'search_records finds it by its name, company or e-mail address.',
  })
}

export const toFilters = (filters: readonly FieldFilter[]): Filter[] =>
  filters.map(({ field, operator, value }) => [
    field,
    operator,
    typeof value === 'boolean' ? Number(value) : value,
  ])

/** Only what would be different. */
export function changesOf(
  before: Record<string, unknown>,
  values: Record<string, unknown>,
): FieldChange[] {
  return Object.entries(values)
    .map(([field, value]) => ({ field, old: before[field] ?? null, new: value }))
    .filter((change) => JSON.stringify(change.old) !== JSON.stringify(change.new))
}
