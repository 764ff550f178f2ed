import { expect, it, vi } from 'vitest'
import { startRedis } from '../../../../../tests/redis-server.ts'
import { connectTestRedis, freshRedisUrl } from '../../testing/fresh-redis.ts'
import type { RedisConnections } from '../redis/connect-redis.ts'
import { createAnswerCache } from './answer-cache.ts'
import { describeCacheStore } from './cache-store.contract.ts'
import { createLocalCacheStore } from './local-cache-store.ts'
import { createRedisCacheStore } from './redis-cache-store.ts'

async function connected(url: string): Promise<RedisConnections> {
  const redis = connectTestRedis(url)
  await vi.waitFor(() => expect(redis.commands.status).toBe('ready'), { timeout: 30_000 })
  return redis
}

describeCacheStore('in one process', async () => {
  const store = createLocalCacheStore()
  return { end: () => store, stop: async () => undefined }
})

describeCacheStore('in Redis', async () => {
  const url = await freshRedisUrl()
  const all = await Promise.all([connected(url), connected(url)])
  let next = 0
  return {
    end: () => createRedisCacheStore(all[next++ % 2] as RedisConnections),
    stop: async () => void (await Promise.all(all.map((redis) => redis.close()))),
  }
})

it('in one process take no more room than they may; what was not asked for longest goes', async () => {
  const store = createLocalCacheStore(30)
  for (const key of ['a', 'b', 'c']) await store.keep(key, key.repeat(10), 60_000)
  await store.look([], 'a')
  await store.keep('d', 'd'.repeat(10), 60_000)
  await store.keep('too long', 'e'.repeat(31), 60_000)
  const kept = async (key: string) => (await store.look([], key)).kept !== null
  expect(await Promise.all(['a', 'b', 'c', 'd', 'too long'].map(kept))).toEqual([
    true,
    false,
    true,
    true,
    false,
  ])
})

const QUESTION = { organizationId: 'acme', key: 'overview', topics: ['leads'] } as const

/** Two processes on a Redis, each of which has read once; time goes by `pass`. */
async function twoOn(url: string) {
  const all = await Promise.all([connected(url), connected(url)])
  let time = 0
  const caches = all.map((redis) =>
    createAnswerCache({ store: createRedisCacheStore(redis), now: () => time }),
  )
  const [one, other] = caches as [(typeof caches)[0], (typeof caches)[0]]
  const state = { leads: 1 }
  const read = (cache: typeof one) => cache.read(QUESTION, async () => state.leads)
  for (const cache of [one, other]) await read(cache)
  await expect.poll(async () => (await read(other)).outcome, { interval: 10 }).toBe('hit')
  return {
    one,
    other,
    state,
    read,
    pass: (ms: number) => {
      time += ms
    },
    close: () => Promise.all(all.map((redis) => redis.close())),
  }
}

it('in a Redis that hangs are not waited for, and none from before counts when it is back [cache.redis-gone]', async () => {
  const server = await startRedis()
  const { one, other, state, read, pass, close } = await twoOn(server.url)
  server.freeze()
  expect(await read(one)).toEqual({ answer: 1, outcome: 'bypass' })
  // Nobody can be told of this change.
  state.leads = 2
  await one.forget('acme', ['leads'])
  expect(await read(one)).toEqual({ answer: 2, outcome: 'bypass' })
  server.thaw()
  pass(10_000)
  // What was kept is still there; whoever could not tell of the change tells it first.
  const back = async () => {
    pass(10_000)
    return (await read(one)).outcome
  }
  await expect.poll(back, { interval: 10 }).not.toBe('bypass')
  expect((await read(one)).answer).toBe(2)
  expect((await read(other)).answer).toBe(2)
  await close()
  await server.stop()
})

it('in a Redis that was killed and started again are worked out anew, and kept again [cache.redis-gone]', async () => {
  const server = await startRedis()
  const { one, state, read, pass, close } = await twoOn(server.url)
  await server.kill()
  state.leads = 2
  await one.forget('acme', ['leads'])
  expect(await read(one)).toEqual({ answer: 2, outcome: 'bypass' })
  await server.startAgain()
  const again = async () => {
    pass(10_000)
    const { answer, outcome } = await read(one)
    expect(answer).toBe(2)
    return outcome
  }
  await expect.poll(again, { interval: 10 }).toBe('hit')
  await close()
  await server.stop()
})

it('in a Redis whose connection was cut may be older than they look: none from before counts [cache.redis-gone]', async () => {
  const url = await freshRedisUrl()
  const { one, state, read, close } = await twoOn(url)
  const killer = await connected(url)
  state.leads = 2
  // As after a failover: the connection was another server's, which knew of changes that this one does not.
  await killer.commands.client('KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
  await vi.waitFor(async () => expect((await read(one)).answer).toBe(2), { timeout: 30_000 })
  await killer.close()
  await close()
})
