/** Records of our own tables as the tools show them, and how they are found and checked. */
import { ApiError } from '@insa/contracts'
import { z } from 'zod'
import { ToolError } from '../../kit/index.ts'
import { throughApi } from '../../kit/insa-api.ts'
import type { CrmRecord } from '../backend.ts'
import { didYouMean } from '../nearest-names.ts'
import { labelOf, type Noun, type Row } from './nouns.ts'

export function toRecord(noun: Noun, row: Row): CrmRecord {
  const { id, etag, ...values } = row
  const shown = Object.entries(values).filter(([, value]) => value !== null && value !== '')
  return { doctype: noun.doctype, id, version: etag, values: Object.fromEntries(shown) }
}

const Uuid = z.uuid()
/** How many a search offers. */
const CHOICES = 8

/** By our id, by its name in ERPNext, or by words that find exactly one. */
export async function findRow(noun: Noun, id: string, signal: AbortSignal): Promise<Row> {
  const isId = Uuid.safeParse(id).success
  if (isId || /^[A-Z-]+-\d{4}-\d+$/.test(id)) {
    const row = await getOrNull(noun, id, signal)
    if (row) return row
    if (isId) throw notFound(noun, id)
  }
  const rows = await searchRows(noun, id, CHOICES, signal)
  const exact = rows.filter((row) =>
    noun.label.some((key) => String(row[key] ?? '').toLowerCase() === id.toLowerCase()),
  )
  const [only] = exact.length === 1 ? exact : rows
  if (only && (exact.length === 1 || rows.length === 1)) return only
  if (!only) throw notFound(noun, id)
  const offered = rows.map((row) => `${row.id} (${labelOf(noun, row)})`)
  throw new ToolError(`There is no ${noun.doctype} ${id}. There are: ${offered.join('; ')}.`, {
    code: 'record.ambiguous',
    hint: 'Ask which one is meant, and call again with its id.',
  })
}

const notFound = (noun: Noun, id: string) =>
  new ToolError(`There is no ${noun.doctype} ${id}.`, {
    code: 'record.not_found',
    hint: 'search_records finds it by its name, company or e-mail address.',
  })

async function getOrNull(noun: Noun, id: string, signal: AbortSignal): Promise<Row | null> {
  try {
    return (await noun.calls.get(id, { signal })) as Row
  } catch (error) {
    if (error instanceof ApiError && (error.status === 404 || error.status === 422)) return null
    return throughApi(Promise.reject(error))
  }
}

export async function searchRows(
  noun: Noun,
  text: string,
  limit: number,
  signal: AbortSignal,
): Promise<Row[]> {
  const query = { limit, ...(text === '' ? {} : { q: text }) }
  return (await throughApi(noun.calls.list(query as never, { signal }))).data as Row[]
}

/** @throws ToolError with every fault of the values, by field. */
export function checkInput(
  noun: Noun,
  schema: z.ZodObject,
  values: Record<string, unknown>,
): Record<string, unknown> {
  const parsed = schema.safeParse(values)
  if (parsed.success) return values
  const known = Object.keys(schema.shape)
  const fields = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          path: key,
          message: `${noun.doctype} has no such field.${didYouMean(key, known)}`,
        }))
      : [{ path: issue.path.join('.'), message: issue.message }],
  )
  throw new ToolError(`${noun.doctype} was not written: its values do not fit.`, {
    code: 'record.invalid',
    fields,
    hint: `describe_doctype tells all fields of ${noun.doctype}.`,
  })
}

/** @throws ToolError where somebody has changed it since `version`. */
export function requireVersion(noun: Noun, row: Row, version: string | undefined): void {
  if (version !== undefined && version !== row.etag) throw changedMeanwhile(noun, row.id)
}

export const changedMeanwhile = (noun: Noun, id: string) =>
  new ToolError(`${noun.doctype} ${id} was changed after you had read it.`, {
    code: 'record.changed_meanwhile',
    hint: 'Read it again, and repeat the change with the new version.',
  })
