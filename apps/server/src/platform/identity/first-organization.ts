/** The organization that the site itself belongs to: what the environment names for the whole site is its alone. */
import type { Database } from '../database/database.ts'

/** @returns the id of the oldest one; null before the first start. */
export async function findFirstOrganization(database: Database): Promise<string | null> {
  const row = await database.identity(({ db }) =>
    db.selectFrom('organizations').select('id').orderBy('id').limit(1).executeTakeFirst(),
  )
  return row?.id ?? null
}
