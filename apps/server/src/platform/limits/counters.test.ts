import { expect, it, vi } from 'vitest'
import { startRedis } from '../../../../../tests/redis-server.ts'
import { connectTestRedis, freshRedisUrl } from '../../testing/fresh-redis.ts'
import type { RedisConnections } from '../redis/connect-redis.ts'
import { describeCounters } from './counters.contract.ts'
import type { Counters } from './counters.ts'
import { createLocalCounters } from './local-counters.ts'
import { createRedisCounters } from './redis-counters.ts'
import { createSharedCounters } from './shared-counters.ts'

/** Connected: counters fail while they are not. */
async function connected(url: string): Promise<RedisConnections> {
  const redis = connectTestRedis(url)
  await vi.waitFor(async () => expect(await redis.version()).not.toBeNull(), { timeout: 30_000 })
  return redis
}

describeCounters('of one process', async () => {
  const counters = createLocalCounters()
  return { end: () => counters, stop: async () => undefined }
})

describeCounters('in Redis', async () => {
  const url = await freshRedisUrl()
  const all = await Promise.all([connected(url), connected(url)])
  let next = 0
  return {
    end: () => createRedisCounters(all[next++ % 2] as RedisConnections),
    stop: async () => void (await Promise.all(all.map((redis) => redis.close()))),
  }
})

describeCounters('of processes together', async () => {
  const redis = await connected(await freshRedisUrl())
  const shared = createRedisCounters(redis)
  return {
    end: () => createSharedCounters({ local: createLocalCounters(), shared }),
    stop: () => redis.close(),
  }
})

it('of two processes are one, and go on in each when Redis is gone: never open [limits.redis-gone]', async () => {
  const server = await startRedis()
  const all = await Promise.all([connected(server.url), connected(server.url)])
  const [one, other] = all.map((redis) =>
    createSharedCounters({ local: createLocalCounters(), shared: createRedisCounters(redis) }),
  ) as [Counters, Counters]
  const limit = { key: 'password of somebody', max: 4, windowMs: 60_000 }
  const counted = async (counters: Counters) => (await counters.take([limit])).counted
  expect([await counted(one), await counted(one), await counted(one)]).toEqual([true, true, true])
  expect([await counted(other), await counted(other)]).toEqual([true, false])

  await server.kill()
  // Each remembers what came through it: one more at the first, three at the other.
  expect([await counted(one), await counted(one)]).toEqual([true, false])
  const atOther = [await counted(other), await counted(other), await counted(other)]
  expect([...atOther, await counted(other)]).toEqual([true, true, true, false])
  for (const redis of all) await redis.close()
  await server.stop()
})

it('do not make every request wait for a Redis that hangs [limits.redis-gone]', async () => {
  const server = await startRedis()
  const redis = await connected(server.url)
  let asked = 0
  const inRedis = createRedisCounters(redis)
  const counters = createSharedCounters({
    local: createLocalCounters(),
    shared: {
      ...inRedis,
      take: (limits) => {
        asked += 1
        return inRedis.take(limits)
      },
    },
    now: () => 0,
  })
  server.freeze()
  for (let i = 0; i < 20; i += 1)
    await counters.take([{ key: 'requests of somebody', max: 100, windowMs: 60_000 }])
  expect(asked).toBe(1)
  server.thaw()
  await redis.close()
  await server.stop()
})
