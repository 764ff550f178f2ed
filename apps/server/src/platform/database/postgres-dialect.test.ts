/** What goes to the server together, and what is prepared there. */
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createFreshPostgres,
  type FreshPostgres,
  queryPostgres,
} from '../../testing/fresh-postgres.ts'
import type { Database } from './database.ts'
import { openPostgres } from './open-postgres.ts'
import { LAST, UNAWAITED } from './statement-marks.ts'

let fresh: FreshPostgres
let database: Database
const organization = uuidv7()
beforeAll(async () => {
  fresh = await createFreshPostgres()
  database = await openPostgres(fresh.url, () => undefined, { poolSize: 2 })
  await database.identity(({ db }) =>
    db.insertInto('organizations').values({ id: organization, name: 'A', slug: 'a' }).execute(),
  )
})
afterAll(async () => {
  await database.close()
  await fresh.drop()
})

const unawaited = (statement: string) => sql.raw(UNAWAITED + statement)

describe('a statement that nobody waits for', () => {
  it('is part of its transaction', async () => {
    const read = await database.tenant(organization, async ({ db }) => {
      await unawaited(
        `insert into settings (name, value, updated_by) values ('kept', '1', 'test')`,
      ).execute(db)
      return db.selectFrom('settings').select('value').where('name', '=', 'kept').execute()
    })
    expect(read).toEqual([{ value: 1 }])
  })

  it('that fails is told by the next one, and everything is undone', async () => {
    const failing = database.tenant(organization, async ({ db }) => {
      await db
        .insertInto('settings')
        .values({ name: 'undone', value: sql`'1'::jsonb`, updated_by: 'test' })
        .execute()
      await unawaited('select 1 / 0').execute(db)
      await db.selectFrom('settings').select('value').execute()
    })
    await expect(failing).rejects.toThrow('division by zero')
    const left = await database.tenant(organization, ({ db }) =>
      db.selectFrom('settings').select('name').where('name', '=', 'undone').execute(),
    )
    expect(left).toEqual([])
  })

  it('that fails at the end is told by the commit', async () => {
    const callbacks: string[] = []
    const failing = database.tenant(organization, async ({ db, afterCommit }) => {
      afterCommit(() => callbacks.push('committed'))
      await unawaited('select 1 / 0').execute(db)
    })
    await expect(failing).rejects.toThrow('division by zero')
    expect(callbacks).toEqual([])
  })

  it('leaves a connection that goes on working', async () => {
    for (let i = 0; i < 10; i += 1) {
      await database
        .tenant(organization, async ({ db }) => {
          await unawaited('select 1 / 0').execute(db)
          throw new Error('given up before anything was waited for')
        })
        .catch(() => undefined)
      await database.ping()
    }
  })
})

describe('a statement that no other follows', () => {
  const ask = (statement: string) =>
    database.tenant(organization, ({ db }) => sql.raw(LAST + statement).execute(db))

  it('is answered, and ends its transaction', async () => {
    expect((await ask('select current_user::text as name')).rows).toEqual([{ name: 'insa_app' }])
    const left = await queryPostgres(
      fresh.url,
      `select count(*)::int as open from pg_stat_activity where datname = current_database() and state like 'idle in%'`,
    )
    expect(left).toEqual([{ open: 0 }])
  })

  it('that fails is told, and leaves a connection that goes on working', async () => {
    for (let i = 0; i < 5; i += 1) {
      await expect(ask('select 1 / 0')).rejects.toThrow('division by zero')
      await database.ping()
    }
  })

  it('refuses one that follows all the same: it would be outside of its tenant', async () => {
    const following = database.tenant(organization, async ({ db }) => {
      await sql.raw(`${LAST}select 1`).execute(db)
      await sql`select 2`.execute(db)
    })
    await expect(following).rejects.toThrow('has ended')
    await database.ping()
  })
})

describe('a connection that is lost while it is in use', () => {
  it('fails what it was used for, ends no process, and is replaced', async () => {
    const lost = database.tenant(organization, async ({ db }) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)
      await queryPostgres(fresh.url, `select pg_terminate_backend(${rows[0]?.pid})`)
      await sleep(100)
      await sql`select 1`.execute(db)
    })
    await expect(lost).rejects.toThrow()
    await expect(database.ping()).resolves.toBeUndefined()
  })
})

describe('a statement that is asked again and again', () => {
  const ask = (name: string) =>
    database.tenant(organization, async ({ db }) => {
      const { rows } = await sql<{
        name: string
      }>`select name from settings where name = ${name}`.execute(db)
      const prepared = await sql<{ statement: string }>`
        select statement from pg_prepared_statements where statement like 'select name from settings%'`.execute(
        db,
      )
      return { rows, prepared: prepared.rows.length }
    })

  it('is prepared from the third time on, once a connection', async () => {
    const counts: number[] = []
    for (let i = 0; i < 6; i += 1) counts.push((await ask('kept')).prepared)
    expect(counts.slice(0, 2)).toEqual([0, 0])
    expect(counts.at(-1)).toBe(1)
  })

  it('shows each organization its own rows, whoever asked before', async () => {
    expect((await ask('kept')).rows).toEqual([{ name: 'kept' }])
    const other = await database.tenant(uuidv7(), ({ db }) =>
      sql`select name from settings where name = ${'kept'}`.execute(db),
    )
    expect(other.rows).toEqual([])
  })

  it('for every column goes on when a migration adds one', async () => {
    const all = () =>
      database.tenant(organization, ({ db }) =>
        db.selectFrom('settings').selectAll().where('name', '=', 'kept').executeTakeFirst(),
      )
    for (let i = 0; i < 5; i += 1) await all()
    await queryPostgres(fresh.url, 'alter table settings add column of_tomorrow text')
    expect(await all()).toMatchObject({ of_tomorrow: null })
  })
})
