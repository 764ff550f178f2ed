/** A Redis database of the test's own, on the tests' server. */
import { Redis } from 'ioredis'
import { pino } from 'pino'
import { connectRedis } from '../platform/redis/connect-redis.ts'

/** Counts the databases that were handed out. */
const COUNTER = 'tests:databases'

/** @throws when the tests were not started through vitest, which starts the server. */
export async function freshRedisUrl(): Promise<string> {
  const server = process.env.TEST_REDIS_URL
  if (!server) throw new Error('TEST_REDIS_URL is not set: run the tests through vitest.')
  const redis = new Redis(server)
  try {
    return `${server}/${await redis.incr(COUNTER)}`
  } finally {
    redis.disconnect()
  }
}

/** As a process of the program would connect, without a log. */
export const connectTestRedis = (url: string) => connectRedis(url, pino({ level: 'silent' }))
