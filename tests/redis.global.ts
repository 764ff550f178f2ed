/** Gives every vitest run a Redis: the one of `npm test` when it comes from there, else one of its own. */
import { startRedis } from './redis-server.ts'

/** Called by vitest before its workers start, which inherit the variable; what it returns runs at the end. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.TEST_REDIS_URL) return undefined
  const server = await startRedis()
  process.env.TEST_REDIS_URL = server.url
  return server.stop
}
