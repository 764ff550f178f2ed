/**
 * Callers inside of the program: an agent whose tool works through our own API. Each call has a password of its own that is never
 * written down, holds for that call, and is known to nobody outside.
 */
import { randomBytes } from 'node:crypto'
import type { Actor } from './actor.ts'

export interface InsideCallers {
  /** Runs `work` with a key that stands for the actor until it has ended. */
  as<T>(actor: Actor, work: (key: string) => Promise<T>): Promise<T>
  find(key: string): Actor | null
}

/** No key of people begins so. */
const PREFIX = 'inside_'

export function createInsideCallers(): InsideCallers {
  const callers = new Map<string, Actor>()
  return {
    async as(actor, work) {
      const key = `${PREFIX}${randomBytes(32).toString('base64url')}`
      callers.set(key, actor)
      try {
        return await work(key)
      } finally {
        callers.delete(key)
      }
    },
    find: (key) => callers.get(key) ?? null,
  }
}
