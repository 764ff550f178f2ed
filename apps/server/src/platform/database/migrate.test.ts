import { readdir } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { PGlite } from '@electric-sql/pglite'
import { dataDir } from '@electric-sql/pglite-prepopulatedfs'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createFreshPostgres, queryPostgres } from '../../testing/fresh-postgres.ts'
import { createLoginRole } from '../../testing/login-role.ts'
import { apply, knownMigrations, type MigrationSession, migrate } from './migrate.ts'
import { CLUSTER_OPTIONS } from './open-pglite.ts'
import { openPostgres } from './open-postgres.ts'

describe('migrate', () => {
  let pglite: PGlite
  let session: MigrationSession

  beforeAll(async () => {
    pglite = await PGlite.create({ ...CLUSTER_OPTIONS, loadDataDir: await dataDir() })
    session = {
      exec: async (text) => void (await pglite.exec(text)),
      query: async (text) => (await pglite.query<Record<string, unknown>>(text)).rows,
    }
  })

  afterAll(() => pglite.close())

  it('applies every numbered file in order, once', async () => {
    const files = await readdir(new URL('../../../migrations/', import.meta.url))
    const numbered = files.filter((name) => /^\d{4}_/.test(name)).sort()
    expect(await migrate(session)).toEqual(numbered)
    expect(await knownMigrations()).toEqual(numbered)
    expect(await migrate(session)).toEqual([])
  })

  it('refuses a database whose migrations were edited after they were applied', async () => {
    const first = "WHERE name = '0001_identity.sql'"
    const [row] = await session.query(`SELECT sha256 FROM schema_migrations ${first}`)
    await session.exec(`UPDATE schema_migrations SET sha256 = 'another' ${first}`)
    await expect(migrate(session)).rejects.toThrow('0001_identity.sql was changed after')
    await session.exec(`UPDATE schema_migrations SET sha256 = '${row?.sha256}' ${first}`)
    expect(await migrate(session)).toEqual([])
  })

  it('leaves nothing of a migration that fails', async () => {
    // The second file makes this table: it is in the way.
    const { url, drop } = await createFreshPostgres()
    await queryPostgres(url, 'CREATE TABLE leads ()')
    await expect(openPostgres(url, () => undefined)).rejects.toThrow('already exists')
    const applied = await queryPostgres(url, 'SELECT name FROM schema_migrations')
    expect(applied).toEqual([{ name: '0001_identity.sql' }])
    await queryPostgres(url, 'DROP TABLE leads')
    await (await openPostgres(url, () => undefined)).close()
    await drop()
  })

  it('takes turns when several processes start on one empty database', async () => {
    const { url, drop } = await createFreshPostgres()
    const opened = await Promise.all(
      Array.from({ length: 3 }, () => openPostgres(url, () => undefined)),
    )
    for (const database of opened) await database.close()
    const applied = await queryPostgres(url, 'SELECT name FROM schema_migrations ORDER BY name')
    expect(applied.map(({ name }) => name)).toEqual(await knownMigrations())
    await drop()
  })

  it('needs no superuser: the owner of the database, whom an administrator gave the roles, will do', async () => {
    const [first, fresh] = [await createFreshPostgres(), await createFreshPostgres()]
    await (await openPostgres(first.url, () => undefined)).close()
    const owner = await createLoginRole(fresh.url)
    const { pathname, username } = new URL(owner.url)
    await queryPostgres(fresh.url, `ALTER DATABASE ${pathname.slice(1)} OWNER TO ${username}`)
    const database = await openPostgres(owner.url, () => undefined)
    await expect(database.sweeper(async () => 'works')).resolves.toBe('works')
    await database.close()
    for (const { drop } of [first, fresh, owner]) await drop()
  })
})

describe('a migration while others work [database.migrations.live]', () => {
  const CHANGE = { name: 'change', sha256: 'x', sql: 'ALTER TABLE busy ADD COLUMN more int' }

  /** A table that somebody reads in a transaction that does not end, and a session that migrates. */
  async function busyTable() {
    const { url, drop } = await createFreshPostgres()
    await queryPostgres(
      url,
      'CREATE TABLE busy (id int)',
      'CREATE TABLE schema_migrations (name text, sha256 text)',
    )
    const [reader, other, migrator] = await Promise.all([open(url), open(url), open(url)])
    onTestFinished(async () => {
      for (const client of [reader, other, migrator]) await client.end()
      await drop()
    })
    await reader.query('BEGIN; SELECT * FROM busy')
    const session: MigrationSession = {
      exec: async (text) => void (await migrator.query(text)),
      query: async (text) => (await migrator.query<Record<string, unknown>>(text)).rows,
    }
    return { reader, other, session }
  }

  it('gives way to those who use the table, and is done once it is free', async () => {
    const { reader, other, session } = await busyTable()
    const patience = { lockMs: 100, pauseMs: 300, tries: 100 }
    const applied = apply(session, CHANGE, patience).then(() => 'applied')
    // It waits for the reader; who comes now waits behind it, until it gives way.
    await sleep(50)
    await expect(other.query('SELECT count(*) FROM busy')).resolves.toBeDefined()
    expect(await Promise.race([applied, sleep(0, 'waits')])).toBe('waits')
    await reader.query('COMMIT')
    expect(await applied).toBe('applied')
    await expect(other.query('SELECT more FROM busy')).resolves.toBeDefined()
  })

  it('says after a while that something holds the table, and has done nothing', async () => {
    const { other, session } = await busyTable()
    await expect(apply(session, CHANGE, { lockMs: 50, pauseMs: 1, tries: 2 })).rejects.toThrow(
      'Migration change gave up: something holds a table',
    )
    await expect(other.query('SELECT more FROM busy')).rejects.toThrow('does not exist')
    await expect(other.query('SELECT * FROM schema_migrations')).resolves.toMatchObject({
      rows: [],
    })
  })
})

async function open(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client
}
