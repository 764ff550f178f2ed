/** Programs on one PostgreSQL and on Redis with sentinels, whose primary is killed, and hangs. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createRedisPubSub } from './platform/events/redis-pub-sub.ts'
import { createRedisCounters } from './platform/limits/redis-counters.ts'
import { createBullmqDoorbell } from './platform/queue/bullmq-doorbell.ts'
import { connectTestRedis } from './testing/fresh-redis.ts'
import { sampleLead } from './testing/sample-leads.ts'
import { type StartedProgram, startProgram, type TestApp, testApp } from './testing/test-app.ts'
import { startWatchedRedis, type WatchedRedis } from './testing/watched-redis.ts'

/** Longest time from the primary's death until all goes on on the new one, in milliseconds; it took 5,000 to 11,000 on a busy machine. */
const FAILOVER_MS = 30_000

let redis: WatchedRedis
/** An API alone. */
let app: TestApp
/** Another, which works too. */
let other: StartedProgram
let one: ReturnType<typeof end>
let two: ReturnType<typeof end>

beforeAll(async () => {
  redis = await startWatchedRedis()
  const config = { redisUrl: redis.url }
  app = await testApp({ database: 'postgres', working: false, config })
  other = await startProgram({ ...app.database, close: async () => undefined }, { config })
  one = end()
  two = end()
})
afterAll(async () => {
  await Promise.all([one.close(), two.close(), other.close()])
  await app.close()
  await redis.stop()
})

/** What a process has on Redis, in the hands of the test. */
function end() {
  const connections = connectTestRedis(redis.url)
  const ignore = () => undefined
  const doorbell = createBullmqDoorbell({ redis: connections, onError: ignore })
  const pubSub = createRedisPubSub(connections, ignore)
  const heard = { rings: 0, messages: 0 }
  const off = doorbell.onRing(['scoring'], async () => {
    heard.rings += 1
  })
  pubSub.subscribe('events', () => {
    heard.messages += 1
  })
  return {
    doorbell,
    pubSub,
    counters: createRedisCounters(connections),
    heard,
    async close() {
      await off()
      await doorbell.close()
      await pubSub.close()
      await connections.close()
    },
  }
}

/** Rings are heard by either, messages by the other, and both count together. */
async function allGoesOn(key: string): Promise<void> {
  for (const heard of [one.heard, two.heard]) Object.assign(heard, { rings: 0, messages: 0 })
  const limit = { key, max: 1_000, windowMs: 600_000 }
  const counts = new Set<number>()
  await vi.waitFor(
    async () => {
      one.doorbell.ring('scoring')
      one.pubSub.publish('events', 'from one')
      two.pubSub.publish('events', 'from two')
      for (const { counters } of [one, two]) counts.add((await counters.take([limit])).count)
      expect(one.heard.rings + two.heard.rings).toBeGreaterThan(0)
      expect(Math.min(one.heard.messages, two.heard.messages)).toBeGreaterThan(0)
    },
    { timeout: FAILOVER_MS, interval: 100 },
  )
  const taken = await one.counters.take([limit])
  expect((await two.counters.take([limit])).count).toBe(taken.count + 1)
}

/** Uses the API again and again until `done`; it throws where it is not answered well. @returns the work that it took. */
async function useMeanwhile(done: Promise<unknown>): Promise<string[]> {
  let isDone = false
  const mark = () => {
    isDone = true
  }
  void done.then(mark, mark)
  const client = app.acme.as('sales')
  const executions: string[] = []
  while (!isDone) {
    const lead = await client.leads.create(sampleLead())
    executions.push((await client.leads.qualify(lead.id)).id)
    await client.leads.list({ limit: 1 })
  }
  return executions
}

const queue = async () => {
  const { parts } = await app.acme.as('administrator').system()
  return parts.find((part) => part.name === 'Queue') ?? expect.fail('No part is called Queue.')
}

describe('Redis with sentinels', () => {
  it('is found through them, and said so [redis.sentinel]', async () => {
    await allGoesOn('before')
    expect(await queue()).toMatchObject({
      what: expect.stringMatching(/^Redis \d.*, the primary of mymaster, by the 3 sentinels/),
      healthy: true,
    })
  })

  it('goes on on the new primary when the old one is killed; the API answers all the while, and loses no work [redis.failover]', async () => {
    const old = await redis.primary()
    await old.kill()
    const goingOn = allGoesOn('after the first')
    const executions = await useMeanwhile(goingOn)
    await goingOn
    expect(await redis.primary()).not.toBe(old)
    expect(executions.length).toBeGreaterThan(0)
    for (const id of executions)
      expect((await app.acme.as('sales').executions.follow(id)).status).toBe('succeeded')
    expect((await queue()).healthy).toBe(true)
  })

  it('leaves a primary that hangs for the new one, subscriptions too [redis.failover]', async () => {
    await redis.replicated()
    const old = await redis.primary()
    old.freeze()
    const goingOn = allGoesOn('after the second')
    await useMeanwhile(goingOn)
    await goingOn
    // Awake again it still thinks that it is the primary; nobody believes it.
    old.thaw()
    await allGoesOn('afterwards')
    expect(await redis.primary()).not.toBe(old)
  })
})
