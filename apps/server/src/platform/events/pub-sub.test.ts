import { connectTestRedis, freshRedisUrl } from '../../testing/fresh-redis.ts'
import type { RedisConnections } from '../redis/connect-redis.ts'
import { createInProcessPubSub } from './in-process-pub-sub.ts'
import { describePubSub } from './pub-sub.contract.ts'
import { createRedisPubSub } from './redis-pub-sub.ts'

describePubSub('within one process', async () => ({
  join: createInProcessPubSub(),
  stop: async () => undefined,
}))

describePubSub('on Redis', async () => {
  const url = await freshRedisUrl()
  const connections: RedisConnections[] = []
  return {
    join() {
      const redis = connectTestRedis(url)
      connections.push(redis)
      return createRedisPubSub(redis, () => undefined)
    },
    async stop() {
      for (const redis of connections) await redis.close()
    },
  }
})
