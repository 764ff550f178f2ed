/**
 * A site of several processes on a real PostgreSQL and a real Redis, with ERPNext and a mail server at the ends of lines that can be cut.
 * Both doubles take whatever comes and count it: neither refuses what it has already, so that a repetition shows.
 */
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, createClient } from '@insa/contracts'
import { type ErpnextDouble, startErpnextDouble } from '@insa/mcp-servers/erpnext-double'
import { setUpDouble } from '../../apps/server/src/testing/erpnext-site.ts'
import { type MailServer, startMailServer } from '../../apps/server/src/testing/mail-server.ts'
import { pinnedNode } from '../../scripts/pinned-node.mjs'
import { ROOT } from '../../scripts/setup-state.mjs'
import {
  API_KEY,
  emptyFolder,
  type InsaProcess,
  START_MS,
  startInsa,
} from '../e2e/process/insa-process.ts'
import { freePort } from '../free-port.ts'
import { type PostgresServer, startPostgres } from '../postgres-server.ts'
import { type RedisServer, startRedis } from '../redis-server.ts'
import { type Line, startLine } from './lossy-line.ts'

type Role = 'api' | 'worker' | 'scheduler'

export interface ChaosSiteOptions {
  /** How many of each. */
  processes: Readonly<Record<Role, number>>
  /** INSA_LEASE_SECONDS: how soon the dead are given up. */
  leaseS: number
  /** Which process's clock is off, by how many milliseconds. */
  clock: { of: string; ms: number }
  /** Guards that are taken out (without-guards.mjs). */
  without: readonly string[]
}

export interface ChaosSite {
  env: NodeJS.ProcessEnv
  postgres: PostgresServer
  redis: RedisServer & { flush(): Promise<void> }
  mail: MailServer
  erpnext: ErpnextDouble
  lines: { mail: Line; erpnext: Line }
  /** `worker 1`, … */
  names: readonly string[]
  /** Ends them with SIGKILL, all at once, and starts them again; resolves when they are up, or take too long. */
  kill(names: readonly string[]): Promise<void>
  /** It stands still, and goes on after so many milliseconds. */
  freeze(name: string, ms: number): Promise<void>
  /** One of the APIs, which may be gone. */
  api(): Client
  /** Processes that ended by themselves once they were up, with their last words. */
  fellOver: readonly string[]
  stop(): Promise<void>
}

/** What the other side does something for; lists are asked for by POST as well. */
const DOES_SOMETHING = /^(?:POST|PUT) (?!\S*frappe\.client\.get_list)/
const MAIL_IS_WHOLE = '\r\n.\r\n'

const hook = (file: string) => `--import=${new URL(file, import.meta.url).href}`

export async function startChaosSite(options: ChaosSiteOptions): Promise<ChaosSite> {
  const { processes, leaseS, clock, without } = options
  const [folder, postgres, redis, mail, erpnext] = await Promise.all([
    emptyFolder(),
    // What was acknowledged is there after a kill -9: only a loss of power would need fsync.
    startPostgres(['fsync=off']),
    startRedis(),
    startMailServer(),
    startCountingErpnext(),
  ])
  const lines = {
    mail: await startLine(Number(new URL(mail.url).port), (sent) => sent.includes(MAIL_IS_WHOLE)),
    erpnext: await startLine(erpnext.port, (sent) => DOES_SOMETHING.test(sent.toString('latin1'))),
  }
  const names = Object.entries(processes).flatMap(([role, count]) =>
    Array.from({ length: count }, (_, i) => `${role} ${i + 1}`),
  )
  const ports = new Map<string, number>()
  for (const name of names) if (name.startsWith('api')) ports.set(name, await freePort())
  const [firstPort] = ports.values()
  const { key, secret } = erpnext.keys.runtime
  const env = {
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    SMTP_URL: `smtp://127.0.0.1:${lines.mail.port}`,
    ERPNEXT_URL: `http://127.0.0.1:${lines.erpnext.port}`,
    ERPNEXT_API_KEY: key,
    ERPNEXT_API_SECRET: secret,
    INSA_PUBLIC_URL: `http://localhost:${firstPort}`,
    INSA_DATA_DIR: join(folder.path, 'data'),
    INSA_SECRET_KEY: 'a-key-of-the-chaos-run-that-all-share',
    INSA_ADMIN_API_KEY: API_KEY,
    INSA_LEASE_SECONDS: `${leaseS}`,
    INSA_ENGINE: 'baseline',
    LOG_LEVEL: 'error',
    NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/insa'),
  }
  const environmentOf = (name: string) => {
    const isOff = name === clock.of
    const hooks = [
      ...(isOff ? [hook('./shifted-clock.mjs')] : []),
      ...(without.length > 0 ? [hook('./without-guards.mjs')] : []),
    ]
    return {
      ...env,
      PORT: `${ports.get(name) ?? 0}`,
      NODE_OPTIONS: hooks.join(' '),
      ...(isOff && { CHAOS_CLOCK_MS: `${clock.ms}` }),
      ...(without.length > 0 && { CHAOS_WITHOUT: without.join(',') }),
    }
  }
  const crew = superviseProcesses((name) =>
    startInsa(
      environmentOf(name),
      [],
      [pinnedNode(), join(ROOT, 'tests/chaos/insa.ts'), name.split(' ')[0] ?? ''],
    ),
  )
  const clients = [...ports.values()].map((port) =>
    createClient({ baseUrl: `http://127.0.0.1:${port}`, apiKey: API_KEY }),
  )
  let turn = 0
  const site: ChaosSite = {
    env,
    postgres,
    redis: { ...redis, flush: () => flush(redis.url) },
    mail,
    erpnext,
    lines,
    names,
    ...crew,
    api: () => clients[turn++ % clients.length] as Client,
    async stop() {
      await crew.stop()
      await Promise.all([lines.mail.stop(), lines.erpnext.stop()])
      await Promise.all([postgres.stop(), redis.stop(), mail.stop(), erpnext.stop()])
      await folder.remove()
    },
  }
  try {
    const [first = '', ...others] = names
    await crew.start(first)
    for (const name of others) crew.begin(name)
    return site
  } catch (error) {
    await site.stop()
    throw error
  }
}

/** ERPNext without a unique field: a second record of the same is made, and counted. */
async function startCountingErpnext(): Promise<ErpnextDouble> {
  const double = await startErpnextDouble({ leads: 0 })
  await setUpDouble(double)
  for (const [doctype, fieldname] of [
    ['Lead', 'custom_insa_id'],
    ['Lead Score', 'execution_id'],
  ] as const) {
    const field = double.site.field(doctype, fieldname)
    if (!field?.unique) throw new Error(`${doctype}.${fieldname} is not there, or not unique.`)
    field.unique = false
  }
  double.as('Administrator', (ctx) =>
    ctx.documents.update(ctx, 'CRM Settings', 'CRM Settings', {
      allow_lead_duplication_based_on_emails: 1,
    }),
  )
  return double
}

/** Milliseconds before a process that has ended is started again, as a service manager would. */
const RESTART_MS = 300
/** Longest that the next fault waits for what the last one has killed. Milliseconds. */
const UP_MS = 15_000
const UP_LOOK_MS = 50

function superviseProcesses(startOne: (name: string) => InsaProcess) {
  const running = new Map<string, InsaProcess>()
  const fellOver: string[] = []
  const lastWords = new Map<string, string>()
  let stopped = false
  const isUp = (name: string) => running.get(name)?.stdout().includes('Stop with Ctrl-C') ?? false
  const start = (name: string): InsaProcess => {
    const insa = startOne(name)
    running.set(name, insa)
    void insa.ended.then(async (code) => {
      if (stopped || running.get(name) !== insa) return
      lastWords.set(name, `${insa.stdout()}${insa.stderr()}`.slice(-1_000))
      if (isUp(name)) fellOver.push(`${name} ended with ${code}: ${insa.stderr().slice(-500)}`)
      await sleep(RESTART_MS)
      if (!stopped && running.get(name) === insa) start(name)
    })
    return insa
  }
  return {
    begin: start,
    /** Resolves when it is up, which may take a second start. @throws when it takes too long. */
    async start(name: string) {
      start(name)
      const giveUpAt = performance.now() + START_MS
      while (!isUp(name)) {
        if (performance.now() > giveUpAt)
          throw new Error(`${name} did not start: ${lastWords.get(name) ?? 'it says nothing'}`)
        await sleep(UP_LOOK_MS)
      }
    },
    fellOver,
    async kill(names: readonly string[]) {
      const old = names.flatMap((name) => running.get(name) ?? [])
      for (const name of names) running.delete(name)
      for (const insa of old) insa.kill('SIGKILL')
      await Promise.all(old.map((insa) => insa.ended))
      await sleep(RESTART_MS)
      if (stopped) return
      names.forEach(start)
      const giveUpAt = performance.now() + UP_MS
      while (!stopped && performance.now() < giveUpAt && !names.every(isUp)) await sleep(UP_LOOK_MS)
    },
    async freeze(name: string, ms: number) {
      const insa = running.get(name)
      insa?.kill('SIGSTOP')
      await sleep(ms)
      insa?.kill('SIGCONT')
    },
    async stop() {
      stopped = true
      for (const insa of running.values()) insa.kill('SIGKILL')
      await Promise.all([...running.values()].map((insa) => insa.ended))
    },
  }
}

/** FLUSHALL, in Redis's own words. */
function flush(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(Number(new URL(url).port), '127.0.0.1')
    socket.setTimeout(START_MS, () => socket.destroy(new Error('Redis did not answer.')))
    socket.once('error', reject)
    socket.once('data', () => {
      socket.end()
      resolve()
    })
    socket.write('FLUSHALL\r\n')
  })
}
