/** Numbered SQL migrations, forward only. Each runs once, in its own transaction, under a lock. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

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
    for (const migration of missing) await apply(session, migration)
    return missing.map((m) => m.name)
  } finally {
    await session.exec(`SELECT pg_advisory_unlock(${LOCK_ID})`)
  }
}

/** Names of the migrations that this version brings, oldest first. */
export const knownMigrations = async (): Promise<string[]> =>
  (await readMigrations()).map(({ name }) => name)

export interface Migration {
  name: string
  sha256: string
  sql: string
}

export interface Patience {
  /** Milliseconds for which one try may wait for a table; everybody else who wants it waits behind it. */
  lockMs: number
  /** Milliseconds in which the others get on with their work before the next try. */
  pauseMs: number
  tries: number
}

/** Two minutes in all. */
const PATIENCE: Patience = { lockMs: 1_000, pauseMs: 2_000, tries: 40 }

/** PostgreSQL: lock_timeout has passed. */
const LOCKED = '55P03'

/**
 * Applies one, whole or not at all, while others work on the same tables: a change of a table waits for whoever reads it, and all
 * the rest would wait behind the change. So it gives way and tries again.
 * @throws when somebody held a table all the while: nothing was changed.
 */
export async function apply(
  session: MigrationSession,
  { name, sha256, sql }: Migration,
  { lockMs, pauseMs, tries }: Patience = PATIENCE,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await session.exec(
        `BEGIN; SET LOCAL lock_timeout = ${lockMs}; ${sql}; INSERT INTO schema_migrations (name, sha256) VALUES ('${name}', '${sha256}'); COMMIT`,
      )
      return
    } catch (error) {
      await session.exec('ROLLBACK').catch(() => undefined)
      if ((error as { code?: unknown }).code !== LOCKED) throw error
      if (attempt === tries)
        throw new Error(
          `Migration ${name} gave up: something holds a table that it changes (pg_stat_activity tells what). Nothing of it was done; run it again.`,
        )
      await sleep(pauseMs)
    }
  }
}

export async function readMigrations(): Promise<Migration[]> {
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
