/** A site as INSA runs it: PostgreSQL and Redis of its own, and a process for each role. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { freePort } from '../../tests/free-port.ts'
import { startPostgres } from '../../tests/postgres-server.ts'
import { startRedis } from '../../tests/redis-server.ts'
import { API_KEY, firstAnswer, ROOT, residentMb, stop } from '../site.ts'

export type Role = 'api' | 'worker' | 'scheduler'

export interface ScaleSite {
  /** Of the API. */
  url: string
  postgresUrl: string
  redisUrl: string
  /** As the superuser. */
  db: pg.Client
  /** A request with the administrator's key. */
  request(path: string, init?: RequestInit): Promise<Response>
  /** @param env beside, or in place of, what all processes of the site are told. */
  start(role: Role, env?: Record<string, string>): Promise<void>
  /** Ends the process of this role as a service manager would. */
  end(role: Role): Promise<void>
  /** Resident memory of the process, MB. */
  memoryMb(role: Role): Promise<number>
  /** A figure of /metrics of that process, by the beginning of its line; 0 where there is none. */
  metric(role: Role, line: string): Promise<number>
  stop(): Promise<void>
}

/** A server that keeps what it has acknowledged, with memory for what is asked for often. */
const SAFE_AND_SOUND = [
  'shared_buffers=1GB',
  'max_wal_size=8GB',
  'checkpoint_timeout=15min',
  'shared_preload_libraries=pg_stat_statements',
]

/** How many executions the worker runs at once: as in docs/operations.md. */
export const CONCURRENCY = 5

/** @param nodeArgs for every process, as `--cpu-prof`. */
export async function startScaleSite(nodeArgs: readonly string[] = []): Promise<ScaleSite> {
  const folder = await mkdtemp(join(tmpdir(), 'insa-bench-scale-'))
  const [postgres, redis] = await Promise.all([startPostgres(SAFE_AND_SOUND), startRedis()])
  const ports = { api: await freePort(), worker: await freePort(), scheduler: await freePort() }
  const addressOf = (role: Role) => `http://127.0.0.1:${ports[role]}`
  const processes = new Map<Role, ChildProcess>()
  const end = async (role: Role) => {
    const child = processes.get(role)
    processes.delete(role)
    if (child) await stop(child)
  }
  const start = async (role: Role, env: Record<string, string> = {}) => {
    const startedAt = performance.now()
    const log = await open(join(folder, `${role}.log`), 'a')
    const insa = join(ROOT, 'apps/server/bin/insa.mjs')
    const args = role === 'worker' ? ['--concurrency', `${CONCURRENCY}`] : []
    const child = spawn(process.execPath, [...nodeArgs, insa, role, ...args], {
      stdio: ['ignore', log.fd, 'inherit'],
      env: {
        PATH: process.env.PATH,
        DATABASE_URL: postgres.url,
        REDIS_URL: redis.url,
        INSA_DATA_DIR: join(folder, 'data'),
        INSA_ADMIN_API_KEY: API_KEY,
        INSA_ADMIN_PASSWORD: 'bench-password',
        PORT: `${ports[role]}`,
        INSA_HEALTH_PORT: `${ports[role]}`,
        ...env,
      },
    })
    await log.close()
    processes.set(role, child)
    await firstAnswer(child, addressOf(role), startedAt)
  }
  const db = new pg.Client({ connectionString: postgres.url })
  const stopAll = async () => {
    await Promise.all([...processes.keys()].map(end))
    await db.end()
    await Promise.all([postgres.stop(), redis.stop()])
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await db.connect()
    await start('api')
    await Promise.all([start('worker'), start('scheduler')])
  } catch (error) {
    await stopAll()
    throw error
  }
  return {
    url: addressOf('api'),
    postgresUrl: postgres.url,
    redisUrl: redis.url,
    db,
    request: (path, init) =>
      fetch(addressOf('api') + path, {
        ...init,
        headers: { authorization: `Bearer ${API_KEY}`, ...init?.headers },
      }),
    start,
    end,
    async memoryMb(role) {
      const child = processes.get(role)
      return child ? residentMb(child) : Number.NaN
    },
    async metric(role, line) {
      const text = await (await fetch(`${addressOf(role)}/metrics`)).text()
      const found = text.split('\n').find((l) => l.startsWith(`${line} `))
      return Number(found?.slice(line.length + 1) ?? 0)
    },
    stop: stopAll,
  }
}
