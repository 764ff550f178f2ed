/** What only a server has: a pool that may run out, users with few rights, a replica. */
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createFreshPostgres,
  type FreshPostgres,
  queryPostgres,
} from '../../testing/fresh-postgres.ts'
import { testApp } from '../../testing/test-app.ts'
import { openPostgres } from './open-postgres.ts'

const ignore = () => undefined

let fresh: FreshPostgres
beforeAll(async () => {
  fresh = await createFreshPostgres()
})
afterAll(() => fresh.drop())

describe('a pool whose connections are all in use', () => {
  it('is told of with 503 and Retry-After, and goes on when one is free [database.pool]', async () => {
    const database = await openPostgres(fresh.url, ignore, {
      poolSize: 2,
      connectionTimeoutMs: 300,
    })
    const app = await testApp({ database, working: false })
    const key = app.acme.keys.sales
    expect((await app.request('/api/v1/leads', { key })).status).toBe(200)

    const release = Promise.withResolvers<void>()
    const holding = [1, 2].map(() => database.tenant(app.acme.id, () => release.promise))
    await expect.poll(() => database.pool()).toMatchObject({ size: 2, used: 2 })
    const refused = await app.request('/api/v1/leads', { key })
    expect(refused).toMatchObject({
      status: 503,
      headers: { 'retry-after': '5' },
      body: {
        code: 'service.unavailable',
        detail: expect.stringContaining('Too many requests are waiting for the database'),
      },
    })
    expect((await app.request('/healthz')).status).toBe(200)
    expect((await app.request('/readyz')).status).toBe(503)
    expect((await app.request('/metrics')).body).toMatch(
      /insa_database_pool_connections\{state="used"\} 2/,
    )
    release.resolve()
    await Promise.all(holding)
    expect((await app.request('/api/v1/leads', { key })).status).toBe(200)
    await app.close()
    await database.close()
  })
})

describe('a user of the program’s own', () => {
  const name = `program_${uuidv7().replaceAll('-', '')}`
  let own: FreshPostgres
  let url: string
  beforeAll(async () => {
    own = await createFreshPostgres()
    await queryPostgres(
      own.url,
      `CREATE ROLE ${name} LOGIN PASSWORD 'test' NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE`,
    )
    const address = new URL(own.url)
    address.username = name
    address.password = 'test'
    url = address.href
  })
  afterAll(async () => {
    await own.drop()
    await queryPostgres(fresh.url, `DROP ROLE ${name}`)
  })

  it('who may not change the schema is told to migrate first [database.roles]', async () => {
    await expect(openPostgres(url, ignore)).rejects.toThrow(
      /behind this version.*insa migrate with DATABASE_MIGRATION_URL/,
    )
  })

  it('gets the program’s roles by a migration as somebody else, and no right of its own [database.roles]', async () => {
    await (await openPostgres(url, ignore, { migrationUrl: own.url })).close()
    const database = await openPostgres(url, ignore)
    expect(await database.hints()).toEqual([])
    const id = uuidv7()
    await database.identity(({ db }) =>
      db.insertInto('organizations').values({ id, name: 'Ours', slug: 'ours' }).execute(),
    )
    await database.tenant(id, ({ db }) => db.selectFrom('leads').selectAll().execute())
    await database.close()
    await expect(queryPostgres(url, 'SELECT FROM leads')).rejects.toThrow('permission denied')
    await expect(queryPostgres(url, 'CREATE TABLE mine ()')).rejects.toThrow('permission denied')
  })

  it('is asked for where the one in use bypasses row-level security [database.roles]', async () => {
    const database = await openPostgres(fresh.url, ignore)
    expect(await database.hints()).toEqual([
      { hint: expect.stringMatching(/^Signs in as postgres, who bypasses/), healthy: true },
    ])
    await database.close()
  })
})

describe('a replica', () => {
  /** As far as a reader can tell: another server with the same tables, which takes no writes. */
  let replica: FreshPostgres
  const id = uuidv7()
  beforeAll(async () => {
    replica = await createFreshPostgres()
    for (const [url, company] of [
      [fresh.url, 'of the original'],
      [replica.url, 'of the replica'],
    ] as const) {
      const database = await openPostgres(url, ignore)
      await database.identity(({ db }) =>
        db.insertInto('organizations').values({ id, name: company, slug: id }).execute(),
      )
      await database.tenant(id, ({ db }) =>
        db.insertInto('leads').values({ id: uuidv7(), company_name: company }).execute(),
      )
      await database.close()
    }
    const name = new URL(replica.url).pathname.slice(1)
    await queryPostgres(
      replica.url,
      `ALTER DATABASE ${name} SET default_transaction_read_only = on`,
    )
  })
  afterAll(() => replica.drop())

  const openWith = async (replicaUrl: string) => {
    const lost: unknown[] = []
    const database = await openPostgres(fresh.url, (error) => lost.push(error), { replicaUrl })
    const report = async () => {
      const { rows } = await database.reporter(id, ({ db }) =>
        sql<{ company_name: string }>`select company_name from leads`.execute(db),
      )
      return rows.map((row) => row.company_name)
    }
    return { database, lost, report }
  }

  it('answers reports, and nothing else [database.replica]', async () => {
    const { database, report } = await openWith(replica.url)
    expect(await report()).toEqual(['of the replica'])
    const leads = await database.tenant(id, ({ db }) =>
      db.selectFrom('leads').select('company_name').execute(),
    )
    expect(leads).toEqual([{ company_name: 'of the original' }])
    await database.close()
  })

  it('that is away is told of, and reports come from the original [database.replica]', async () => {
    const { database, lost, report } = await openWith('postgres://postgres@127.0.0.1:1/postgres')
    expect(await report()).toEqual(['of the original'])
    expect(lost).toHaveLength(1)
    expect(await report()).toEqual(['of the original'])
    expect(lost).toHaveLength(1)
    expect(await database.hints()).toContainEqual({
      hint: 'The replica does not answer: reports are read from DATABASE_URL',
      healthy: false,
    })
    await database.close()
  })

  it('is not to blame for a report that is wrong [database.replica]', async () => {
    const { database, lost } = await openWith(replica.url)
    const wrong = database.reporter(id, ({ db }) =>
      sql`select no_such_column from leads`.execute(db),
    )
    await expect(wrong).rejects.toThrow('no_such_column')
    expect(lost).toEqual([])
    await database.close()
  })
})
