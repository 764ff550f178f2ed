/** A PostgreSQL server, by DATABASE_URL, through a pool. */
import { Kysely } from 'kysely'
import pg from 'pg'
import { createDatabase, type Database, type DatabaseHint } from './database.ts'
import { bringUpToDate, DatabaseUnusable } from './migrate-postgres.ts'
import { FastPostgresDialect } from './postgres-dialect.ts'
import { createReplica } from './replica.ts'
import type { DB } from './schema.generated.ts'

const OLDEST_MAJOR = 16

/** Connections of one process. */
const POOL_SIZE = 10

/** Of the replica: above what a report may take; one that hangs must not keep its connections for ever. Milliseconds. */
const REPLICA_QUERY_TIMEOUT_MS = 10_000

/** Of the replica: reports are few, and each may take seconds. */
const REPLICA_POOL_SIZE = 4

/** A request that gets no connection in this time is answered 503 rather than left hanging. */
const CONNECTION_TIMEOUT_MS = 5_000

export interface PostgresOptions {
  poolSize?: number
  /** Milliseconds */
  connectionTimeoutMs?: number
  /** A user who may change the schema, where that of `url` may not. */
  migrationUrl?: string | null
  replicaUrl?: string | null
}

/**
 * Connects, checks the version and brings the schema up to date.
 * @throws DatabaseUnusable when the server is older than 16, or the schema is behind and this user may not change it.
 */
export async function openPostgres(
  url: string,
  onIdleError: (error: Error) => void,
  options: PostgresOptions = {},
): Promise<Database> {
  const { poolSize = POOL_SIZE, connectionTimeoutMs = CONNECTION_TIMEOUT_MS } = options
  const makePool = (connectionString: string, max: number, more: pg.PoolConfig = {}) => {
    const pool = new pg.Pool({
      ...more,
      connectionString,
      max,
      connectionTimeoutMillis: connectionTimeoutMs,
      application_name: 'insa-crm',
      types: TYPES,
      pipeline: true,
    })
    // Without a listener a server restart would end the process.
    pool.on('error', onIdleError)
    // Nor does the pool listen to one in use: its statement tells of the loss.
    pool.on('connect', (client) => client.on('error', () => undefined))
    return pool
  }
  const pool = makePool(url, poolSize)
  const kysely = (of: pg.Pool) => new Kysely<DB>({ dialect: new FastPostgresDialect(of) })
  try {
    const hints = await prepare(pool, url, options.migrationUrl ?? null)
    return createDatabase('postgres', kysely(pool), async () => undefined, {
      pool: () => ({
        size: poolSize,
        used: pool.totalCount - pool.idleCount,
        idle: pool.idleCount,
        waiting: pool.waitingCount,
      }),
      hints,
      ...(options.replicaUrl
        ? {
            replica: createReplica(
              kysely(
                makePool(options.replicaUrl, REPLICA_POOL_SIZE, {
                  query_timeout: REPLICA_QUERY_TIMEOUT_MS,
                }),
              ),
              (error) => onIdleError(error as Error),
            ),
          }
        : {}),
    })
  } catch (error) {
    await pool.end()
    throw error
  }
}

const TYPES = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
} as pg.CustomTypesConfig

/** @returns what people should know of the user that we are. */
async function prepare(
  pool: pg.Pool,
  url: string,
  migrationUrl: string | null,
): Promise<DatabaseHint[]> {
  if (migrationUrl) await bringUpToDate(migrationUrl, new URL(url).username)
  const client = await pool.connect()
  try {
    const { rows } = await client.query<{ v: string }>('SHOW server_version_num')
    const major = Math.floor(Number(rows[0]?.v) / 10_000)
    if (major < OLDEST_MAJOR) {
      throw new DatabaseUnusable(
        `DATABASE_URL is PostgreSQL ${major}; ${OLDEST_MAJOR} or newer is needed.`,
      )
    }
    await bringUpToDate(client, null)
    return hintsAbout(client)
  } finally {
    client.release()
  }
}

async function hintsAbout(client: pg.PoolClient): Promise<DatabaseHint[]> {
  const { rows } = await client.query<{ name: string; unbound: boolean; owns: boolean }>(
    `SELECT rolname AS name, rolsuper OR rolbypassrls AS unbound,
      EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user) AS owns
      FROM pg_roles WHERE rolname = current_user`,
  )
  const [user] = rows
  if (!user?.unbound && !user?.owns) return []
  const what = user.unbound ? 'bypasses row-level security' : 'owns the tables'
  const hint = `Signs in as ${user.name}, who ${what}; a site that matters gives the program a user of its own, and migrates with DATABASE_MIGRATION_URL`
  return [{ hint, healthy: true }]
}
