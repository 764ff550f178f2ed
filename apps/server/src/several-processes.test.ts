/** Programs on one PostgreSQL and one Redis, which goes and comes back. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type RedisServer, startRedis } from '../../../tests/redis-server.ts'
import { sampleLead } from './testing/sample-leads.ts'
import { type StartedProgram, startProgram, type TestApp, testApp } from './testing/test-app.ts'
import { ownerQuery } from './testing/test-database.ts'

let redis: RedisServer
/** An API alone. */
let app: TestApp
/** Another API, which works too. */
let other: StartedProgram

beforeAll(async () => {
  redis = await startRedis()
  const config = { redisUrl: redis.url }
  app = await testApp({ database: 'postgres', working: false, config })
  other = await startProgram({ ...app.database, close: async () => undefined }, { config })
  await untilHealthy(true)
})
afterAll(async () => {
  await other.close()
  await app.close()
  await redis.stop()
})

const queue = async () => {
  const { parts } = await app.acme.as('administrator').system()
  return parts.find((part) => part.name === 'Queue') ?? expect.fail('No part is called Queue.')
}

const untilHealthy = (healthy: boolean) =>
  vi.waitFor(async () => expect((await queue()).healthy).toBe(healthy), { timeout: 30_000 })

const qualify = async (wait: number) => {
  const lead = await app.acme.as('sales').leads.create(sampleLead())
  return app.acme.as('sales').leads.qualify(lead.id, { wait })
}

const signIn = (url: string, email: string) =>
  fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: 'not the right one' }),
  }).then((answer) => answer.status)

const triesUntilRefused = async (urls: readonly string[], email: string) => {
  for (let tries = 0; tries < 50; tries += 1)
    if ((await signIn(urls[tries % urls.length] ?? '', email)) === 429) return tries
  return null
}

describe('with Redis', () => {
  it('work goes to the program that works, and its events come back at once [events.between-processes]', async () => {
    expect((await qualify(30)).status).toBe('succeeded')
  })

  it('tries at a password are counted by all together [limits.contract]', async () => {
    const urls = [app.url, other.url]
    expect(await triesUntilRefused(urls, 'ana@example.com')).toBe(8)
    expect(await signIn(app.url, 'ana@example.com')).toBe(429)
    expect(await signIn(other.url, 'ana@example.com')).toBe(429)
  })
})

describe('without Redis', () => {
  beforeAll(async () => {
    await redis.kill()
    await untilHealthy(false)
  })

  it('the API answers, takes work and has it done [redis.gone]', async () => {
    expect((await queue()).hint).toContain('Redis does not answer')
    expect((await qualify(30)).status).toBe('succeeded')
  })

  it('whoever was refused a try stays refused, and nobody tries for ever [limits.redis-gone]', async () => {
    // Each has counted four of them itself.
    for (const url of [app.url, other.url])
      expect(await triesUntilRefused([url], 'ana@example.com')).toBe(4)
    expect(await triesUntilRefused([app.url], 'eva@example.com')).toBe(8)
  })
})

describe('with Redis back', () => {
  it('all is as before, and nothing is left over [redis.gone]', async () => {
    await redis.startAgain()
    await untilHealthy(true)
    expect((await qualify(30)).status).toBe('succeeded')
    const left = () =>
      ownerQuery(app.database, sql`select id from agent_executions where finished_at is null`)
    await expect.poll(left).toEqual([])
  })
})
