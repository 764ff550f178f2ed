/** Connections to Redis, by REDIS_URL. This file is loaded where that is set, and nowhere else: ioredis costs memory. */
import { Redis, type RedisOptions } from 'ioredis'
import type { Logger } from 'pino'
import { parseRedisUrl, type RedisSentinelsAddress } from './redis-url.ts'

export interface RedisConnections {
  /** For commands. While Redis is away they fail at once; whoever calls goes on without it. */
  readonly commands: Redis
  /** Which server of how many, for people. */
  readonly place: string
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

const pause = (times: number) => Math.min(50 * 2 ** times, MAX_PAUSE_MS)

/**
 * Begins to connect; nothing waits for it, and a Redis that is not there is tried again for as long as it takes.
 * @throws Error when the address is none
 */
export function connectRedis(url: string, logger: Logger): RedisConnections {
  const address = parseRedisUrl(url)
  const all = new Set<Redis>()
  const open = (own: RedisOptions) => {
    const options = { connectTimeout: CONNECT_TIMEOUT_MS, retryStrategy: pause, ...own }
    const redis =
      address.kind === 'server'
        ? new Redis(address.url, options)
        : new Redis({ ...bySentinels(address), ...options })
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
    place:
      address.kind === 'server'
        ? 'by REDIS_URL'
        : `the primary of ${address.service}, by the ${address.sentinels.length} sentinels of REDIS_URL`,
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

/**
 * The primary is asked for with every connection. A sentinel tells when it is another (`failoverDetector`): a primary that
 * hangs, or is cut off, closes no connection, and whoever has subscribed there would hear nothing for hours.
 */
const bySentinels = (address: RedisSentinelsAddress): RedisOptions => ({
  sentinels: [...address.sentinels],
  name: address.service,
  db: address.database,
  ...(address.username ? { username: address.username } : {}),
  ...(address.password ? { password: address.password } : {}),
  ...(address.sentinelUsername ? { sentinelUsername: address.sentinelUsername } : {}),
  ...(address.sentinelPassword ? { sentinelPassword: address.sentinelPassword } : {}),
  ...(address.tls ? { tls: {}, sentinelTLS: {}, enableTLSForSentinelMode: true } : {}),
  failoverDetector: true,
  sentinelCommandTimeout: COMMAND_TIMEOUT_MS,
  sentinelRetryStrategy: pause,
  sentinelReconnectStrategy: pause,
})

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
