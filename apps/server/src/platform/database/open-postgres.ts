/** A PostgreSQL server, by DATABASE_URL, through a pool. */
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { createDatabase, type Database } from './database.ts'
import { migrate } from './migrate.ts'
import type { DB } from './schema.generated.ts'

const OLDEST_MAJOR = 16

/** Connections of one process. */
const POOL_SIZE = 10

/** A request that gets no connection in this time is answered 503 rather than left hanging. */
const CONNECTION_TIMEOUT_MS = 5_000

/**
 * Connects, checks the version and brings the schema up to date.
 * @throws when the server is older than 16 or the schema is behind and this user may not change it.
 */
export async function openPostgres(
  url: string,
  onIdleError: (error: Error) => void,
): Promise<Database> {
  const types = {
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
  }
  const pool = new pg.Pool({
    connectionString: url,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    application_name: 'insa-crm',
    types: types as pg.CustomTypesConfig,
  })
  // Without a listener a server restart would end the process.
  pool.on('error', onIdleError)
  try {
    await prepare(pool)
  } catch (error) {
    await pool.end()
    throw error
  }
  return createDatabase(
    'postgres',
    new Kysely<DB>({ dialect: new PostgresDialect({ pool }) }),
    async () => undefined,
    () => ({
      size: POOL_SIZE,
      used: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
  )
}

async function prepare(pool: pg.Pool): Promise<void> {
  const client = await pool.connect()
  try {
    const { rows } = await client.query<{ v: string }>('SHOW server_version_num')
    const major = Math.floor(Number(rows[0]?.v) / 10_000)
    if (major < OLDEST_MAJOR) {
      throw new Error(`DATABASE_URL is PostgreSQL ${major}; ${OLDEST_MAJOR} or newer is needed.`)
    }
    await migrate({
      exec: async (text) => void (await client.query(text)),
      query: async (text) => (await client.query<Record<string, unknown>>(text)).rows,
    })
  } finally {
    client.release()
  }
}
