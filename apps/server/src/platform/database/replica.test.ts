/** A hot standby that streams from its primary, both real: it is behind, stops, and comes back. */
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { queryPostgres } from '../../testing/fresh-postgres.ts'
import { type ReplicatedPostgres, startReplicatedPostgres } from '../../testing/postgres-standby.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'
import type { Database } from './database.ts'
import { openPostgres } from './open-postgres.ts'

let servers: ReplicatedPostgres
let database: Database
let app: TestApp
/** Why reports were read from the original. */
const told: Error[] = []

const here = (url: string) => {
  const address = new URL(url)
  address.pathname = '/insa'
  return address.href
}

beforeAll(async () => {
  servers = await startReplicatedPostgres()
  await queryPostgres(servers.primary.url, 'create database insa')
  database = await openPostgres(here(servers.primary.url), (error) => told.push(error), {
    replicaUrl: here(servers.standby.url),
  })
  app = await testApp({ database, working: false })
})
afterAll(async () => {
  await app?.close()
  await database?.close()
  await servers?.stop()
})

const write = () =>
  database.tenant(app.acme.id, ({ db }) =>
    db.insertInto('leads').values({ id: uuidv7(), company_name: 'Talleres' }).execute(),
  )

/** How many leads a report counts, and which server says so. */
async function report(): Promise<{ leads: number; from: string }> {
  const { rows } = await database.reporter(app.acme.id, ({ db }) =>
    sql<{ leads: number; standby: boolean }>`
      select count(*)::int as leads, pg_is_in_recovery() as standby from leads`.execute(db),
  )
  const [row] = rows
  return { leads: row?.leads ?? 0, from: row?.standby ? 'standby' : 'primary' }
}

const hints = async () => (await database.hints()).filter(({ hint }) => /replica/.test(hint))

async function metric(name: string): Promise<number | null> {
  const { body } = await app.request('/metrics')
  const found = new RegExp(`^insa_database_replica_${name} (.*)$`, 'm').exec(body)
  return found ? Number(found[1]) : null
}

describe('a streaming replica', () => {
  it('answers reports, with what was written just before [database.replica] [database.replica-lag]', async () => {
    await expect.poll(async () => (await report()).from).toBe('standby')
    const before = (await report()).leads
    for (let more = 1; more <= 20; more += 1) {
      await write()
      expect((await report()).leads).toBe(before + more)
    }
    expect((await report()).from).toBe('standby')
    expect(await hints()).toEqual([])
    expect([await metric('up'), await metric('lag_seconds')]).toEqual([1, 0])
  })

  it('that is behind is not read, and it is said how far; when it has caught up it is read again [database.replica-lag]', async () => {
    await servers.pause()
    told.length = 0
    const before = (await report()).leads
    await write()
    expect(await report()).toEqual({ leads: before + 1, from: 'primary' })
    expect(told.map((error) => error.name)).toEqual(['ReplicaBehind'])
    await expect.poll(hints).toEqual([
      {
        hint: expect.stringMatching(
          /^The replica is \d+ s behind: reports are read from DATABASE_URL$/,
        ),
        healthy: false,
      },
    ])
    await expect.poll(() => metric('lag_seconds')).toBeGreaterThan(2)
    await servers.resume()
    await expect.poll(report).toEqual({ leads: before + 1, from: 'standby' })
    expect(await hints()).toEqual([])
  })

  it('that has died is told of, and read again when it is back [database.replica]', async () => {
    await servers.standby.kill()
    const before = (await report()).leads
    await write()
    expect(await report()).toEqual({ leads: before + 1, from: 'primary' })
    expect(await hints()).toEqual([
      { hint: 'The replica does not answer: reports are read from DATABASE_URL', healthy: false },
    ])
    await expect.poll(() => metric('up')).toBe(0)
    await servers.standby.startAgain()
    await expect.poll(report).toEqual({ leads: before + 1, from: 'standby' })
    expect(await hints()).toEqual([])
  })
})
