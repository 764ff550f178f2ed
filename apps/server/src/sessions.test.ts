/** People at two API processes on one PostgreSQL, with a Redis that is emptied and dies: sessions are the database's. */

import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RedisServer, startRedis } from '../../../tests/redis-server.ts'
import { setPassword } from './platform/identity/set-password.ts'
import { type StartedProgram, startProgram, type TestApp, testApp } from './testing/test-app.ts'

const PASSWORD = 'correct horse battery'

let redis: RedisServer
let app: TestApp
let other: StartedProgram
beforeAll(async () => {
  redis = await startRedis()
  const config = { redisUrl: redis.url }
  app = await testApp({ database: 'postgres', working: false, config })
  other = await startProgram(
    { ...app.database, close: async () => undefined },
    { config, working: false },
  )
  await setPassword(app.database, { email: app.acme.administratorEmail, password: PASSWORD })
})
afterAll(async () => {
  await other.close()
  await app.close()
  await redis.stop()
})

const post = (url: string, path: string, body: unknown, cookie = '') =>
  fetch(`${url}/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie, origin: url },
    body: JSON.stringify(body),
  })

const signInAt = async (url: string, password = PASSWORD): Promise<string> => {
  const answer = await post(url, 'sign-in/email', { email: app.acme.administratorEmail, password })
  expect(answer.status).toBe(200)
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

const meAt = async (url: string, cookie: string) =>
  (await fetch(`${url}/api/v1/me`, { headers: { cookie } })).status

const everywhere = async (cookie: string) => [
  await meAt(app.url, cookie),
  await meAt(other.url, cookie),
]

describe('a session', () => {
  it('that began at one process is known at the other, and has ended at both when it ends at one [identity.several]', async () => {
    const cookie = await signInAt(app.url)
    expect(await everywhere(cookie)).toEqual([200, 200])
    expect((await post(app.url, 'sign-out', {}, cookie)).status).toBe(200)
    expect(await everywhere(cookie)).toEqual([401, 401])
  })

  it('ends everywhere at once with another password [identity.several]', async () => {
    const [mine, stolen] = [await signInAt(app.url), await signInAt(other.url)]
    const change = { currentPassword: PASSWORD, newPassword: 'another horse battery' }
    const changed = await post(app.url, 'change-password', change, mine)
    expect(changed.status).toBe(200)
    expect(await everywhere(stolen)).toEqual([401, 401])
    await setPassword(app.database, { email: app.acme.administratorEmail, password: PASSWORD })
    const renewed = changed.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    expect(await everywhere(renewed)).toEqual([401, 401])
  })

  it('outlives an empty Redis and one that is away; people sign in and out meanwhile [identity.redis-gone]', async () => {
    const before = await signInAt(app.url)
    const commands = new Redis(redis.url)
    await commands.flushall()
    commands.disconnect()
    expect(await everywhere(before)).toEqual([200, 200])
    await redis.kill()
    const meanwhile = await signInAt(other.url)
    expect(await everywhere(meanwhile)).toEqual([200, 200])
    expect((await post(app.url, 'sign-out', {}, before)).status).toBe(200)
    await redis.startAgain()
    expect(await everywhere(before)).toEqual([401, 401])
    expect(await everywhere(meanwhile)).toEqual([200, 200])
  })
})
