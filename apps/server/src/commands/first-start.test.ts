import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Config, readConfig } from '../config.ts'
import type { Database } from '../platform/database/database.ts'
import { mortalDatabase } from '../testing/mortal-database.ts'
import { type StartedProgram, startProgram } from '../testing/test-app.ts'
import { DATABASE_KINDS, openTestDatabase, ownerQuery } from '../testing/test-database.ts'
import { firstStart } from './first-start.ts'

const DEMO_LEADS = 20

describe.each(DATABASE_KINDS)('a first start on %s', (kind) => {
  let database: Database
  beforeEach(async () => {
    database = await openTestDatabase(kind)
  })
  afterEach(() => database.close())

  /** The program on what is there, as another start. */
  async function started<T>(work: (program: StartedProgram) => Promise<T>): Promise<T> {
    const next = await startProgram(
      { ...database, close: async () => undefined },
      { working: false },
    )
    try {
      return await work(next)
    } finally {
      await next.close()
    }
  }
  const begin = (env: NodeJS.ProcessEnv = {}, demo = false) =>
    started(({ program }) => firstStart(program, configOf(env), demo))
  const configOf = (env: NodeJS.ProcessEnv): Config => readConfig(env)

  const signIn = (password: string) =>
    started(async ({ program }) => {
      const { statusCode } = await program.app.inject({
        method: 'POST',
        url: '/api/auth/sign-in/email',
        payload: { email: 'admin@example.com', password },
      })
      return statusCode
    })
  async function count(what: string): Promise<number> {
    const rows = await ownerQuery(database, sql.raw<{ n: number }>(`select count(*) as n ${what}`))
    return Number(rows[0]?.n)
  }

  it('that dies after any transaction is begun anew by the next one: a password that opens, and the demo once [start.first-administrator] [start.demo]', async () => {
    let lived = 0
    for (let last = 1; lived >= last - 1; last += 1) {
      await database.close()
      database = await openTestDatabase(kind)
      const mortal = mortalDatabase(database, last, last % 2 === 0)
      const dying = await startProgram(mortal.database, { working: false })
      await firstStart(dying.program, configOf({}), true).catch(() => undefined)
      await dying.close().catch(() => undefined)
      lived = mortal.isDead() ? last : mortal.transactions()
      const first = await begin({}, true)
      expect(first).toMatchObject({ email: 'admin@example.com', demoLeads: DEMO_LEADS })
      expect(await signIn(first?.password ?? '')).toBe(200)
      expect({ last, users: await count('from users') }).toEqual({ last, users: 1 })
      expect({ last, leads: await count('from leads') }).toEqual({ last, leads: DEMO_LEADS })
      expect(await count('from agent_executions')).toBe(DEMO_LEADS)
    }
    // The loop ended because a process outlived its first start, not at the first try.
    expect(lived).toBeGreaterThan(3)
  }, 120_000)

  it('that told its password is over', async () => {
    const first = await begin()
    await started(async ({ program }) => {
      expect(first && (await program.identity.holdsFirstStart(first.claim))).toBe(true)
      if (first) await program.identity.endFirstStart(first.claim)
    })
    expect(await begin()).toBeNull()
    expect(await signIn(first?.password ?? '')).toBe(200)
  })

  it('whose password somebody used is over, told or not', async () => {
    const password = 'chosen by the person who starts'
    const first = await begin({ INSA_ADMIN_PASSWORD: password })
    expect(await signIn(password)).toBe(200)
    expect(await begin()).toBeNull()
    expect(await signIn(password)).toBe(200)
    await started(async ({ program }) => {
      expect(first && (await program.identity.holdsFirstStart(first.claim))).toBe(false)
    })
  })

  it('leaves a password alone that the administrator chose since', async () => {
    const [first, theirs] = [await begin(), 'a hash of their own choice']
    await ownerQuery(database, sql`update accounts set password = ${theirs}`)
    expect(await begin()).toBeNull()
    expect(await count(`from accounts where password = '${theirs}'`)).toBe(1)
    expect(first?.password).not.toBeNull()
  })

  it('begun anew takes password and key from the environment as it then is', async () => {
    await begin({ INSA_ADMIN_API_KEY: 'key-of-the-first-try' })
    const again = await begin({
      INSA_ADMIN_EMAIL: 'another@example.com',
      INSA_ADMIN_PASSWORD: 'chosen later',
      INSA_ADMIN_API_KEY: 'key-of-the-second-try',
    })
    expect(again).toMatchObject({ email: 'admin@example.com', password: null })
    expect(await signIn('chosen later')).toBe(200)
    const works = (key: string) =>
      started(async ({ program }) => {
        const headers = { authorization: `Bearer ${key}` }
        return (await program.app.inject({ url: '/api/v1/me', headers })).statusCode
      })
    expect([await works('key-of-the-first-try'), await works('key-of-the-second-try')]).toEqual([
      200, 200,
    ])
  })
})
