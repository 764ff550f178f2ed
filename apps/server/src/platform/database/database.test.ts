import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { createFreshPostgres, queryPostgres } from '../../testing/fresh-postgres.ts'
import { createLoginRole } from '../../testing/login-role.ts'
import { ownerQuery } from '../../testing/test-database.ts'
import { describeDatabase } from './database.contract.ts'
import type { Database } from './database.ts'
import { openPglite } from './open-pglite.ts'
import { openPostgres } from './open-postgres.ts'

const ignore = () => undefined

describeDatabase('PGlite', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'insa-database-'))
  return {
    open: () => openPglite(dataDir),
    asOwner: (database, statement) =>
      ownerQuery(database, sql.raw<Record<string, unknown>>(statement)),
    dispose: () => rm(dataDir, { recursive: true }),
  }
})

describeDatabase('PostgreSQL, as the owner of the tables', async () => {
  const { url, drop } = await createFreshPostgres()
  return {
    open: () => openPostgres(url, ignore),
    asOwner: (_, statement) => queryPostgres(url, statement),
    dispose: drop,
  }
})

describeDatabase('PostgreSQL, as a login role that owns nothing', async () => {
  const { url, drop } = await createFreshPostgres()
  await (await openPostgres(url, ignore)).close()
  const login = await createLoginRole(url)
  return {
    open: () => openPostgres(login.url, ignore),
    asOwner: (_, statement) => queryPostgres(url, statement),
    async dispose() {
      await drop()
      await login.drop()
    },
  }
})

describe('PGlite in the process', () => {
  it('lets connections and timers have their turn between transactions', async () => {
    const database = await openPglite(null)
    const turns: string[] = []
    setImmediate(() => turns.push('another connection'))
    for (const name of ['first', 'second', 'third']) {
      await database.sweeper(({ db }) => sql`select 1`.execute(db))
      turns.push(name)
    }
    await database.close()
    expect(turns.indexOf('another connection')).toBeLessThan(turns.indexOf('third'))
  })
})

describe('closing a database', () => {
  it.each<[string, () => Promise<{ database: Database; dispose: () => Promise<void> }>]>([
    ['PGlite', async () => ({ database: await openPglite(null), dispose: async () => undefined })],
    [
      'PostgreSQL',
      async () => {
        const { url, drop } = await createFreshPostgres()
        return { database: await openPostgres(url, ignore), dispose: drop }
      },
    ],
  ])('lets transactions end that run, and takes no new one: %s', async (_, open) => {
    const { database, dispose } = await open()
    const work = async (n: number) => {
      await database.sweeper(async ({ db }) => {
        for (let i = 0; i < 3; i += 1) await sql`select ${n}::int`.execute(db)
      })
      return n
    }
    const running = Promise.all([work(1), work(2), work(3)])
    const closed = database.close()
    await expect(work(4)).rejects.toThrow('closed')
    await expect(database.ping()).rejects.toThrow('closed')
    await closed
    expect(await running).toEqual([1, 2, 3])
    await dispose()
  })
})
