import { readdir } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'
import { dataDir } from '@electric-sql/pglite-prepopulatedfs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFreshPostgres, queryPostgres } from '../../testing/fresh-postgres.ts'
import { createLoginRole } from '../../testing/login-role.ts'
import { knownMigrations, type MigrationSession, migrate } from './migrate.ts'
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
