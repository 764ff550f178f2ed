/** The orders of a list of leads: how each reads its column, and what its cursor carries. */
import { Instant, type LeadListQuery } from '@insa/contracts'
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Cursor } from '../../platform/http/cursor.ts'
import type { LeadRow } from './lead.ts'

interface Sort {
  sql: RawBuilder<string>
  /** What the cursor carries of the last lead; null sorts as the least. */
  value: (lead: LeadRow) => string | number
  /** The SQL of a cursor's value, computed as the column is. */
  of: (value: string | number) => RawBuilder<string>
  schema: z.ZodType<string | number>
}

const byTime = (column: 'created_at' | 'updated_at'): Sort => ({
  sql: sql`${sql.ref(column)}`,
  value: (lead) => lead[column].toISOString(),
  of: (value) => sql`${value}::timestamptz`,
  // PostgreSQL knows no year 0.
  schema: Instant.refine((text) => !text.startsWith('0000')),
})

// PostgreSQL alone writes in lower case: it and JavaScript differ in some letters (Σ, İ), and a page would miss rows.
const byName = (column: 'company_name' | 'lead_name'): Sort => ({
  sql: sql`lower(coalesce(${sql.ref(column)}, ''))`,
  value: (lead) => lead[column] ?? '',
  of: (value) => sql`lower(${value})`,
  schema: z.string(),
})

const SORTS: Record<SortColumn, Sort> = {
  created_at: byTime('created_at'),
  updated_at: byTime('updated_at'),
  qualification_score: {
    sql: sql`coalesce(effective_score, -1)`,
    value: (lead) => Number(lead.effective_score ?? -1),
    of: (value) => sql`${value}::numeric`,
    schema: z.number(),
  },
  company_name: byName('company_name'),
  lead_name: byName('lead_name'),
}

type SortColumn = 'created_at' | 'updated_at' | 'qualification_score' | 'company_name' | 'lead_name'

export const sortOf = (sort: LeadListQuery['sort']): Sort =>
  SORTS[sort.replace('-', '') as SortColumn]

export function cursorOf(sort: LeadListQuery['sort'], lead: LeadRow): Cursor {
  return [sortOf(sort).value(lead), lead.id]
}
