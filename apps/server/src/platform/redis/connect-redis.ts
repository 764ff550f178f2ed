/** Connections to Redis, by REDIS_URL. This file is loaded where that is set, and nowhere else: ioredis costs memory. */
import { Redis, type RedisOptions } from 'ioredis'
import type { Logger } from 'pino'

export interface RedisConnections {
  /** For commands. While Redis is away they fail at once; whoever calls goes on without it. */
  readonly commands: Redis
  /** In front of every key and channel: sites that share a server have databases of their own, but channels know none. */
  readonly prefix: string
  /** A connection of its own, for what waits until Redis is back: subscriptions, the queue's workers. */
  openPatient(): Redis
  /** @returns the server's version; null while it does not answer. */
  version(): Promise<string | null>
  close(): Promise<void>
}

/** A Redis that hangs must not hang a request. Milliseconds. */
const COMMAND_TIMEOUT_MS = 1_000
const CONNECT_TIMEOUT_MS = 5_000
/** Longest pause between two tries to connect. Milliseconds. */
const MAX_PAUSE_MS = 1_000

/** Begins to connect; nothing waits for it, and a Redis that is not there is tried again for as long as it takes. */
export function connectRedis(url: string, logger: Logger): RedisConnections {
  const all = new Set<Redis>()
  const open = (options: RedisOptions) => {
    const redis = new Redis(url, {
      connectTimeout: CONNECT_TIMEOUT_MS,
      retryStrategy: (times) => Math.min(50 * 2 ** times, MAX_PAUSE_MS),
      ...options,
    })
    all.add(redis)
    return redis
  }
  const commands = open({
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    commandTimeout: COMMAND_TIMEOUT_MS,
  })
  tellComingAndGoing(commands, logger)
  return {
    commands,
    prefix: `insa${commands.options.db ? `:${commands.options.db}` : ''}`,
    openPatient() {
      const redis = open({ maxRetriesPerRequest: null })
      // Told once, by the connection for commands.
      redis.on('error', () => undefined)
      return redis
    },
    async version() {
      const info = await commands.info('server').catch(() => '')
      return /redis_version:(\S+)/.exec(info)?.[1] ?? null
    },
    async close() {
      for (const redis of all) redis.disconnect()
    },
  }
}

/** One line when Redis goes and one when it comes back, however many tries lie between. */
function tellComingAndGoing(redis: Redis, logger: Logger): void {
  let isAway = false
  redis.on('error', (error) => {
    if (!isAway) logger.warn({ err: error }, 'Redis does not answer; going on without it')
    isAway = true
  })
  redis.on('ready', () => {
    if (isAway) logger.info('Redis is back')
    isAway = false
  })
}
