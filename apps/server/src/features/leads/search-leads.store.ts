/** Which leads contain the words of a search: looked up where they are few, met on the walk along the list where they are many. */
import { type RawBuilder, sql } from 'kysely'
import type { TenantTx } from '../../platform/database/database.ts'

const MAX_WORDS = 6

/**
 * Up to here matching leads are looked up one by one and sorted. Where more match, a page is full after a walk over at most
 * some thousands of 100,000 leads in the list's order.
 */
const FEW = 1_000

/** A condition on `leads`: they contain every word of `text`, in any field. @returns null where nothing is searched. */
export async function searched(
  tx: TenantTx,
  text: string | undefined,
): Promise<RawBuilder<boolean> | null> {
  const patterns = (text ?? '')
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, MAX_WORDS)
    .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`)
  if (patterns.length === 0) return null
  const { rows } = await sql<{ id: string }>`
    select id from search_lead_ids(${patterns}::text[], ${FEW + 1}) as id`.execute(tx.db)
  if (rows.length <= FEW) return sql<boolean>`id = any(${rows.map((r) => r.id)}::uuid[])`
  // Behind a policy the planner may not look at what a LIKE matches, takes it for rare and would sort all leads. It makes no
  // guess about coalesce.
  return sql<boolean>`coalesce(search_text like all (
    (select array_agg(fold_text(p)) from unnest(${patterns}::text[]) p)::text[]), false)`
}
