/** Numbered SQL migrations, forward only. Each runs once, in its own transaction, under a lock. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'

/** The one session that the migrations run in. */
export interface MigrationSession {
  exec(sql: string): Promise<void>
  query(sql: string): Promise<Record<string, unknown>[]>
}

const DIRECTORY = new URL('../../../migrations/', import.meta.url)

// Any constant of our own: two processes that start at once take turns.
const LOCK_ID = 4_672_001

/**
 * Applies what is missing; a no-op that reads one table when all is there, so a role without DDL rights can start.
 * @returns the names applied now.
 * @throws when a migration that was applied has been edited since.
 */
export async function migrate(session: MigrationSession): Promise<string[]> {
  const migrations = await readMigrations()
  if ((await pending(session, migrations)).length === 0) return []
  await session.exec(`SELECT pg_advisory_lock(${LOCK_ID})`)
  try {
    await session.exec(
      'CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())',
    )
    // A role that may change nothing starts too: it reads here that nothing is missing.
    await session.exec('GRANT SELECT ON schema_migrations TO PUBLIC')
    const missing = await pending(session, migrations)
    for (const { name, sha256, sql } of missing) {
      await session.exec(
        `BEGIN; ${sql}; INSERT INTO schema_migrations (name, sha256) VALUES ('${name}', '${sha256}'); COMMIT`,
      )
    }
    return missing.map((m) => m.name)
  } catch (error) {
    await session.exec('ROLLBACK').catch(() => undefined)
    throw error
  } finally {
    await session.exec(`SELECT pg_advisory_unlock(${LOCK_ID})`)
  }
}

/** Names of the migrations that this version brings, oldest first. */
export const knownMigrations = async (): Promise<string[]> =>
  (await readMigrations()).map(({ name }) => name)

interface Migration {
  name: string
  sha256: string
  sql: string
}

async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(DIRECTORY)).filter((n) => /^\d{4}_[a-z0-9_]+\.sql$/.test(n)).sort()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, DIRECTORY), 'utf8')
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

async function pending(session: MigrationSession, migrations: Migration[]): Promise<Migration[]> {
  const [table] = await session.query("SELECT to_regclass('public.schema_migrations') AS name")
  if (!table?.name) return migrations
  const rows = await session.query('SELECT name, sha256 FROM schema_migrations')
  const applied = new Map(rows.map((r) => [String(r.name), String(r.sha256)]))
  for (const { name, sha256 } of migrations) {
    const before = applied.get(name)
    if (before && before !== sha256) {
      throw new Error(
        `Migration ${name} was changed after it was applied; write a new one instead.`,
      )
    }
  }
  return migrations.filter((m) => !applied.has(m.name))
}
