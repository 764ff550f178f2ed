import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { startRedis } from '../../../../../tests/redis-server.ts'
import { connectTestRedis, freshRedisUrl } from '../../testing/fresh-redis.ts'
import type { RedisConnections } from '../redis/connect-redis.ts'
import { createBullmqDoorbell } from './bullmq-doorbell.ts'
import { describeDoorbell } from './doorbell.contract.ts'
import type { Doorbell } from './doorbell.ts'
import { createInProcessDoorbell } from './in-process-doorbell.ts'

const ignore = () => undefined

describeDoorbell('within one process', async () => {
  const doorbell = createInProcessDoorbell(ignore)
  return { end: () => doorbell, stop: () => doorbell.close() }
})

/** Processes of their own, as far as Redis can tell. */
function ends(url: string) {
  const made: { doorbell: Doorbell; redis: RedisConnections }[] = []
  return {
    end() {
      const redis = connectTestRedis(url)
      const doorbell = createBullmqDoorbell({ redis, onError: ignore })
      made.push({ doorbell, redis })
      return doorbell
    },
    async stop() {
      for (const { doorbell, redis } of made) {
        await doorbell.close()
        await redis.close()
      }
    },
  }
}

describeDoorbell('between processes, on Redis', async () => ends(await freshRedisUrl()))

it('between processes gives each ring to one that has room', async () => {
  const { end, stop } = ends(await freshRedisUrl())
  const release = Promise.withResolvers<void>()
  const answeredBy: string[] = []
  const offs = ['a', 'b'].map((name) =>
    end().onRing(['scoring'], async () => {
      answeredBy.push(name)
      // The first that is woken is full from then on.
      if (answeredBy.length === 1) await release.promise
    }),
  )
  const teller = end()
  for (let rings = 1; rings <= 6; rings += 1) {
    teller.ring('scoring')
    await expect.poll(() => answeredBy.length).toBe(rings)
  }
  expect(answeredBy.filter((name) => name === answeredBy[0])).toHaveLength(1)
  release.resolve()
  for (const off of offs) await off()
  await stop()
})

it('on a Redis that is gone rings into nothing at once, and rings again when it is back [redis.gone]', async () => {
  const server = await startRedis()
  const { end, stop } = ends(server.url)
  const [teller, listener] = [end(), end()]
  let heard = 0
  const off = listener.onRing(['scoring'], async () => void heard++)
  teller.ring('scoring')
  await expect.poll(() => heard).toBe(1)
  await server.kill()
  teller.ring('scoring')
  await sleep(50)
  await server.startAgain()
  const before = heard
  await expect
    .poll(() => {
      teller.ring('scoring')
      return heard
    })
    .toBeGreaterThan(before)
  await server.kill()
  const stopping = performance.now()
  await off()
  await stop()
  expect(performance.now() - stopping).toBeLessThan(20_000)
  await server.stop()
})
