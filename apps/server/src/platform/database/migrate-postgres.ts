/** Migrations on a PostgreSQL server: by the program's own user where it may, else by one for migrations alone. */
import pg from 'pg'
import { migrate } from './migrate.ts'
import { PROGRAM_ROLES } from './program-roles.ts'

/** Told in words, not as a stack. */
export class DatabaseUnusable extends Error {
  override name = 'DatabaseUnusable'
}

/** PostgreSQL: this user may not. */
const NOT_ALLOWED = '42501'

/**
 * @param by a connection, or the address of one to be opened for this.
 * @param program the program's own user, who is given the roles that it takes on; null: the one that migrates.
 * @throws DatabaseUnusable when something is missing and this user may not make it.
 */
export async function bringUpToDate(
  by: string | pg.ClientBase,
  program: string | null,
): Promise<void> {
  const opened = typeof by === 'string' ? new pg.Client({ connectionString: by }) : null
  const client = opened ?? (by as pg.ClientBase)
  try {
    await opened?.connect()
    await migrate({
      exec: async (text) => void (await client.query(text)),
      query: async (text) => (await client.query<Record<string, unknown>>(text)).rows,
    })
    if (program) await giveRoles(client, decodeURIComponent(program))
  } catch (error) {
    if ((error as { code?: unknown }).code !== NOT_ALLOWED) throw error
    throw new DatabaseUnusable(
      `The database is behind this version, and its user may not change it (${(error as Error).message}). Run insa migrate with DATABASE_MIGRATION_URL, a user who owns the database.`,
    )
  } finally {
    await opened?.end()
  }
}

/** So that it can take them on, and has no right of its own. */
async function giveRoles(client: pg.ClientBase, program: string): Promise<void> {
  const { rows } = await client.query<{ same: boolean }>('SELECT current_user = $1 AS same', [
    program,
  ])
  if (rows[0]?.same) return
  const user = pg.escapeIdentifier(program)
  await client.query(`GRANT ${PROGRAM_ROLES.join(', ')} TO ${user} WITH INHERIT FALSE, SET TRUE`)
}
