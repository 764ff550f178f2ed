/** Which leads contain the words of a search. */
import { type RawBuilder, sql } from 'kysely'
import type { TenantTx } from '../../platform/database/database.ts'
import { searchedIn } from '../../platform/records/search-records.store.ts'

/** A condition on `leads`: they contain every word of `text`, in any field. @returns null where nothing is searched. */
export const searched = (
  tx: TenantTx,
  text: string | undefined,
): Promise<RawBuilder<boolean> | null> =>
  searchedIn(
    tx,
    'leads',
    text,
    (patterns, most) => sql`search_lead_ids(${patterns}::text[], ${most})`,
  )
