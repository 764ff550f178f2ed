/** Which rows contain the words of a search: looked up where they are few, met on the walk along the list where they are many. */
import { type RawBuilder, sql } from 'kysely'
import type { TenantTx } from '../database/database.ts'
import type { RecordTable } from './record-kind.ts'

const MAX_WORDS = 6

/**
 * Up to here matching rows are looked up one by one and sorted. Where more match, a page is full after a walk over at most some
 * thousands of 100,000 rows in the list's order.
 */
const FEW = 1_000

/** A condition on the table: its rows contain every word of `text`, in any field. @returns null where nothing is searched. */
export const searchedRecords = (
  tx: TenantTx,
  table: RecordTable,
  text: string | undefined,
): Promise<RawBuilder<boolean> | null> =>
  searchedIn(
    tx,
    table,
    text,
    (patterns, most) => sql`search_record_ids(${table}, ${patterns}::text[], ${most})`,
  )

/**
 * The same for any table with an `id` and a `search_text`.
 * @param idsOf the call of the database's function that finds the ids of rows like all of the patterns, at most so many.
 */
export async function searchedIn(
  tx: TenantTx,
  table: RecordTable | 'leads',
  text: string | undefined,
  idsOf: (patterns: string[], most: number) => RawBuilder<unknown>,
): Promise<RawBuilder<boolean> | null> {
  const patterns = (text ?? '')
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, MAX_WORDS)
    .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`)
  if (patterns.length === 0) return null
  const { rows } = await sql<{ id: string }>`
    select id from ${idsOf(patterns, FEW + 1)} as id`.execute(tx.db)
  if (rows.length <= FEW) {
    return sql<boolean>`${sql.ref(`${table}.id`)} = any(${rows.map((r) => r.id)}::uuid[])`
  }
  // Behind a policy the planner may not look at what a LIKE matches, takes it for rare and would sort all rows. It makes no
  // guess about coalesce.
  return sql<boolean>`coalesce(${sql.ref(`${table}.search_text`)} like all (
    (select array_agg(fold_text(p)) from unnest(${patterns}::text[]) p)::text[]), false)`
}
