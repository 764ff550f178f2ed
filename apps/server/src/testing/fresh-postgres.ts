/** A database of its own on the tests' PostgreSQL. */
import { createHash } from 'node:crypto'
import pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { readMigrations } from '../platform/database/migrate.ts'
import { bringUpToDate } from '../platform/database/migrate-postgres.ts'

export interface FreshPostgres {
  /** As the server's superuser, who owns it. */
  url: string
  drop(): Promise<void>
}

/** Nothing is in it yet. */
export const createFreshPostgres = (): Promise<FreshPostgres> => create('template1')

/** Every table is in it, and nothing in them: a copy, because migrating takes seconds on a busy machine. */
export async function createMigratedPostgres(): Promise<FreshPostgres> {
  template ??= makeTemplate()
  return create(await template)
}

async function create(from: string): Promise<FreshPostgres> {
  const server = testServer()
  const name = `test_${uuidv7().replaceAll('-', '')}`
  // A copy of the files is half the work of writing them through the log.
  await queryPostgres(server, `create database ${name} template ${from} strategy file_copy`)
  return {
    url: urlOf(name),
    drop: async () => void (await queryPostgres(server, `drop database ${name} with (force)`)),
  }
}

// Any constant of our own: test processes that want the template at once take turns.
const TEMPLATE_LOCK = 4_672_002

let template: Promise<string> | undefined

/** One for all processes that test on the server, and for these migrations alone. @returns its name. */
async function makeTemplate(): Promise<string> {
  const hash = createHash('sha256')
  for (const { sha256 } of await readMigrations()) hash.update(sha256)
  const name = `migrated_${hash.digest('hex').slice(0, 16)}`
  const client = new pg.Client({ connectionString: testServer() })
  await client.connect()
  try {
    await client.query(`select pg_advisory_lock(${TEMPLATE_LOCK})`)
    const { rows } = await client.query('select from pg_database where datname = $1', [name])
    if (rows.length > 0) return name
    // Under another name until it is whole.
    await client.query(`drop database if exists ${name}_begun with (force)`)
    await client.query(`create database ${name}_begun`)
    await bringUpToDate(urlOf(`${name}_begun`), null)
    await client.query(`alter database ${name}_begun rename to ${name}`)
    return name
  } finally {
    await client.end()
  }
}

/** @throws when the tests were not started through vitest, which starts the server. */
function testServer(): string {
  const server = process.env.TEST_DATABASE_URL
  if (!server) throw new Error('TEST_DATABASE_URL is not set: run the tests through vitest.')
  return server
}

function urlOf(database: string): string {
  const url = new URL(testServer())
  url.pathname = `/${database}`
  return url.href
}

/** Runs statements over a connection of their own. @returns the rows of the last one. */
export async function queryPostgres(
  url: string,
  ...statements: string[]
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  // Of a server that dies the statement tells.
  client.on('error', () => undefined)
  await client.connect()
  try {
    let rows: Record<string, unknown>[] = []
    for (const statement of statements) rows = (await client.query(statement)).rows
    return rows
  } finally {
    await client.end()
  }
}
