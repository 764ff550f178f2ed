/** The orders of a list of records: how each reads its column, and what its cursor carries. */
import { Instant } from '@insa/contracts'
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Cursor } from '../http/cursor.ts'
import type { RecordKind, RecordRow, SortBy } from './record-kind.ts'

interface Sort {
  /** The column, with something in place of null, so that every row has its place. */
  order(column: RawBuilder<unknown>): RawBuilder<unknown>
  /** The SQL of a cursor's value, computed as the column is. */
  of(value: string): RawBuilder<unknown>
  schema: z.ZodType<string>
  /** What stands for null. */
  least: string
}

const isKnownYear = (text: string) => !text.startsWith('0000')
/** Later than any day that somebody means. */
const NO_DAY = '9999-12-31'

const SORTS: Record<SortBy, Sort> = {
  // PostgreSQL alone writes in lower case: it and JavaScript differ in some letters (Σ, İ), and a page would miss rows.
  text: {
    order: (column) => sql`lower(coalesce(${column}, ''))`,
    of: (value) => sql`lower(${value})`,
    schema: z.string(),
    least: '',
  },
  time: {
    order: (column) => sql`${column}`,
    of: (value) => sql`${value}::timestamptz`,
    schema: Instant.refine(isKnownYear),
    least: '',
  },
  number: {
    order: (column) => sql`coalesce(${column}, -1)`,
    of: (value) => sql`${value}::numeric`,
    schema: z.string().regex(/^-?\d{1,20}(\.\d{1,6})?$/),
    least: '-1',
  },
  day: {
    order: (column) => sql`coalesce(${column}, ${sql.lit(NO_DAY)}::date)`,
    of: (value) => sql`${value}::date`,
    schema: z.iso.date().refine(isKnownYear),
    least: NO_DAY,
  },
}

export interface OrderOf {
  order: RawBuilder<unknown>
  of(value: string): RawBuilder<unknown>
  schema: z.ZodType<string>
  isDown: boolean
  cursorOf(row: RecordRow): Cursor
}

/** @param sort a name of the kind's `sorts`, with `-` before it for the other way round. */
export function orderOf(kind: RecordKind, sort: string): OrderOf {
  const column = sort.replace(/^-/, '')
  const by = SORTS[kind.sorts[column] ?? 'text']
  return {
    order: by.order(sql.ref(`${kind.table}.${column}`)),
    of: by.of,
    schema: by.schema,
    isDown: sort.startsWith('-'),
    cursorOf: (row) => {
      const value = (row as unknown as Record<string, unknown>)[column]
      return [value instanceof Date ? value.toISOString() : String(value ?? by.least), row.id]
    },
  }
}
