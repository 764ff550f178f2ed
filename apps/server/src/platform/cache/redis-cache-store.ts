/** Answers that all processes share, in Redis. Everything rejects while Redis is away. */
import { randomUUID } from 'node:crypto'
import type { RedisConnections } from '../redis/connect-redis.ts'
import type { CacheStore } from './cache-store.ts'

/** A mark outlives every answer that was kept with it; one that nobody asks for goes. Seconds. */
const MARK_S = 24 * 60 * 60

export function createRedisCacheStore({ commands, prefix }: RedisConnections): CacheStore {
  const markOf = (name: string) => `${prefix}:mark:${name}`
  return {
    async look(names, key) {
      const answer = await commands.mget([...names.map(markOf), `${prefix}:answer:${key}`])
      const kept = answer.pop() ?? null
      const marks = await Promise.all(
        names.map(async (name, i) => answer[i] ?? (await firstMark(commands, markOf(name)))),
      )
      return { marks, kept }
    },
    async keep(key, text, forMs) {
      await commands.set(`${prefix}:answer:${key}`, text, 'PX', forMs)
    },
    async renew(names) {
      await Promise.all(names.map((name) => commands.set(markOf(name), randomUUID(), 'EX', MARK_S)))
    },
    // Another primary may not have heard of the last marks, nor a server that has read an older state from its disk.
    onDoubt: (listener) => void commands.on('close', listener),
  }
}

/** Whoever comes first makes it; @returns the one that stands. */
async function firstMark(commands: RedisConnections['commands'], key: string): Promise<string> {
  const mine = randomUUID()
  const before = await commands.set(key, mine, 'EX', MARK_S, 'NX', 'GET')
  return before ?? mine
}
