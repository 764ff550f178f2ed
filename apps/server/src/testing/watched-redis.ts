/** A primary, two replicas and three sentinels as real processes, for tests in which the primary dies, and the next one. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { type RedisServer, startRedis } from '../../../../tests/redis-server.ts'

const SERVICE = 'mymaster'
const REPLICAS = 2
const SENTINELS = 3
/** So many must agree that the primary is down. */
const QUORUM = 2

/** A site has seconds here; a test has no time. Milliseconds. */
const DOWN_AFTER_MS = 1_000
const FAILOVER_TIMEOUT_MS = 5_000

/** Longest wait until all of them know each other; it takes three seconds. Milliseconds. */
const ACQUAINTED_TIMEOUT_MS = 60_000

export interface WatchedRedis {
  /** REDIS_URL that names the sentinels. */
  url: string
  /** The one that is the primary now, by the sentinels' word. */
  primary(): Promise<RedisServer>
  /** Until a server is there that may be promoted, and every sentinel knows it. */
  replicated(): Promise<void>
  stop(): Promise<void>
}

export async function startWatchedRedis(): Promise<WatchedRedis> {
  const first = await startRedis()
  const copies = Array.from({ length: REPLICAS }, () => startRedis({ replicaOf: first.port }))
  const servers = [first, ...(await Promise.all(copies))]
  const watch = [
    `sentinel monitor ${SERVICE} 127.0.0.1 ${first.port} ${QUORUM}`,
    `sentinel down-after-milliseconds ${SERVICE} ${DOWN_AFTER_MS}`,
    `sentinel failover-timeout ${SERVICE} ${FAILOVER_TIMEOUT_MS}`,
  ]
  const sentinels = await Promise.all(
    Array.from({ length: SENTINELS }, () => startRedis({ sentinel: watch })),
  )
  const asked = sentinels.map(({ url }) => new Redis(url))
  const replicated = async () => {
    await until(async () => (await Promise.all(asked.map(isReady))).every(Boolean))
  }
  await replicated()
  const hosts = sentinels.map(({ port }) => `127.0.0.1:${port}`).join(',')
  return {
    url: `redis+sentinel://${hosts}/${SERVICE}/1`,
    async primary() {
      const [sentinel] = asked as [Redis]
      const [, port] = (await sentinel.call(
        'sentinel',
        'get-master-addr-by-name',
        SERVICE,
      )) as string[]
      const found = servers.find((server) => `${server.port}` === port)
      if (!found) throw new Error(`The sentinels say that the primary is at port ${port}.`)
      return found
    },
    replicated,
    async stop() {
      for (const redis of asked) redis.disconnect()
      await Promise.all([...sentinels, ...servers].map((server) => server.stop()))
    },
  }
}

/** Whether it knows the other sentinels, and a replica that is in step. */
async function isReady(sentinel: Redis): Promise<boolean> {
  const primary = pairs(await sentinel.call('sentinel', 'master', SERVICE))
  const replicas = (await sentinel.call('sentinel', 'replicas', SERVICE)) as unknown[]
  return (
    Number(primary.get('num-other-sentinels')) === SENTINELS - 1 &&
    primary.get('flags') === 'master' &&
    replicas
      .map(pairs)
      .some((r) => r.get('flags') === 'slave' && r.get('master-link-status') === 'ok')
  )
}

function pairs(list: unknown): Map<string, string> {
  const flat = list as string[]
  return new Map(flat.flatMap((name, i) => (i % 2 ? [] : [[name, flat[i + 1] ?? '']])))
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + ACQUAINTED_TIMEOUT_MS
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('The sentinels did not find each other in time.')
    await sleep(200)
  }
}
