/** What ties the processes of a site together: Redis where REDIS_URL is set; otherwise this process is on its own. */
import type { Logger } from 'pino'
import { type AnswerCache, createAnswerCache, NO_CACHE } from './platform/cache/answer-cache.ts'
import { createLocalCacheStore } from './platform/cache/local-cache-store.ts'
import type { Database } from './platform/database/database.ts'
import { createInProcessPubSub } from './platform/events/in-process-pub-sub.ts'
import type { PubSub } from './platform/events/pub-sub.ts'
import type { Counters } from './platform/limits/counters.ts'
import { createLocalCounters } from './platform/limits/local-counters.ts'
import type { Doorbell } from './platform/queue/doorbell.ts'
import { createInProcessDoorbell } from './platform/queue/in-process-doorbell.ts'
import type { RedisConnections } from './platform/redis/connect-redis.ts'

export interface Links {
  doorbell: Doorbell
  pubSub: PubSub
  /** Of requests and tries, by all processes together. */
  counters: Counters
  /** Of answers that are dear to work out. */
  cache: AnswerCache
  redis: RedisConnections | null
  close(): Promise<void>
}

/**
 * @param redisUrl null: nothing of Redis is loaded, which would cost memory.
 * @param kind on the embedded database no other process works.
 */
export async function createLinks(
  redisUrl: string | null,
  kind: Database['kind'],
  logger: Logger,
): Promise<Links> {
  if (redisUrl === null) {
    const doorbell = createInProcessDoorbell((error) =>
      logger.error({ err: error }, 'A ring was answered badly'),
    )
    return {
      doorbell,
      pubSub: createInProcessPubSub()(),
      counters: createLocalCounters(),
      cache: kind === 'pglite' ? createAnswerCache({ store: createLocalCacheStore() }) : NO_CACHE,
      redis: null,
      close: doorbell.close,
    }
  }
  const [
    { connectRedis },
    { createBullmqDoorbell },
    { createRedisPubSub },
    { createRedisCounters },
    { createSharedCounters },
    { createRedisCacheStore },
  ] = await Promise.all([
    import('./platform/redis/connect-redis.ts'),
    import('./platform/queue/bullmq-doorbell.ts'),
    import('./platform/events/redis-pub-sub.ts'),
    import('./platform/limits/redis-counters.ts'),
    import('./platform/limits/shared-counters.ts'),
    import('./platform/cache/redis-cache-store.ts'),
  ])
  const redis = connectRedis(redisUrl, logger)
  // That Redis is away is told once, by its connection; every ring and message that this costs is not.
  const onError = (error: unknown) => logger.debug({ err: error }, 'Redis was not told')
  const doorbell = createBullmqDoorbell({ redis, onError })
  const pubSub = createRedisPubSub(redis, onError)
  const counters = createSharedCounters({
    local: createLocalCounters(),
    shared: createRedisCounters(redis),
  })
  return {
    doorbell,
    pubSub,
    counters,
    cache: createAnswerCache({ store: createRedisCacheStore(redis) }),
    redis,
    async close() {
      await doorbell.close()
      await pubSub.close()
      await redis.close()
    },
  }
}
