/** Between processes, through Redis. While it is away nothing is heard; afterwards the subscriptions stand again by themselves. */
import { randomUUID } from 'node:crypto'
import type { RedisConnections } from '../redis/connect-redis.ts'
import type { Channel, PubSub } from './pub-sub.ts'

export function createRedisPubSub(
  redis: RedisConnections,
  onError: (error: unknown) => void,
): PubSub {
  /** Tells our own messages from others'. */
  const self = randomUUID()
  const nameOf = (channel: Channel) => `${redis.prefix}:${channel}`
  const listeners = new Map<string, Set<(message: string) => void>>()
  const subscriber = redis.openPatient()
  subscriber.on('message', (name: string, text: string) => {
    const [from, message = ''] = split(text)
    if (from === self) return
    for (const listener of listeners.get(name) ?? []) listener(message)
  })
  return {
    publish(channel, message) {
      redis.commands.publish(nameOf(channel), `${self} ${message}`).catch(onError)
    },
    subscribe(channel, listener) {
      const name = nameOf(channel)
      const set = listeners.get(name) ?? new Set()
      if (set.size === 0) subscriber.subscribe(name).catch(onError)
      listeners.set(name, set.add(listener))
      return () => {
        set.delete(listener)
        if (set.size === 0) subscriber.unsubscribe(name).catch(onError)
      }
    },
    async close() {
      listeners.clear()
      subscriber.disconnect()
    },
  }
}

function split(text: string): [string, string?] {
  const at = text.indexOf(' ')
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}
