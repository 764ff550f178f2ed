/** One seed of chaos: a site of several processes does its work while some of it is killed; then the books are read. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, createClient } from '@insa/contracts'
import { startMailServer } from '../../apps/server/src/testing/mail-server.ts'
import { EVERY_LEAD_IMMEDIATE, sampleLead } from '../../apps/server/src/testing/sample-leads.ts'
import { API_KEY, emptyFolder, type InsaProcess, startInsa } from '../e2e/process/insa-process.ts'
import { freePort } from '../free-port.ts'
import { startPostgres } from '../postgres-server.ts'
import { startRedis } from '../redis-server.ts'
import { type Finding, readBooks } from './read-books.ts'

export interface SeedOptions {
  seed: number
  /** Leads that come in while things die; each is qualified and told of by one mail. */
  leads: number
  say: (line: string) => void
}

export interface SeedResult {
  findings: Finding[]
  faults: number
  seconds: number
}

/** Leases of the dead run out after 30 s, a mail that a dead one was sending is given up after 120 s. Milliseconds. */
const SETTLE_MS = 300_000

type Role = 'api' | 'worker' | 'scheduler'

/** mulberry32: the same faults in the same order for the same seed; what they hit is up to the machine. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export async function runSeed({ seed, leads, say }: SeedOptions): Promise<SeedResult> {
  const startedAt = performance.now()
  const random = randomOf(seed)
  const [folder, postgres, redis, mail] = await Promise.all([
    emptyFolder(),
    startPostgres(),
    startRedis(),
    startMailServer(),
  ])
  const env = {
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    SMTP_URL: mail.url,
    PORT: `${await freePort()}`,
    INSA_DATA_DIR: join(folder.path, 'data'),
    INSA_ADMIN_API_KEY: API_KEY,
    LOG_LEVEL: 'error',
  }
  const site = new Map<string, { role: Role; insa: InsaProcess }>()
  const start = (name: string, role: Role) =>
    site.set(name, { role, insa: startInsa(env, [], role) })
  const replace = async (name: string) => {
    const old = site.get(name)
    if (!old) return
    old.insa.kill('SIGKILL')
    await old.insa.ended
    start(name, old.role)
  }
  const faults: [string, () => Promise<unknown>][] = [
    ['kill -9 worker 1', () => replace('worker 1')],
    ['kill -9 worker 2', () => replace('worker 2')],
    ['kill -9 scheduler', () => replace('scheduler')],
    ['kill -9 api', () => replace('api')],
    ['kill -9 redis, start it empty', () => redis.kill().then(redis.startAgain)],
  ]
  try {
    start('api', 'api')
    const client = createClient({
      baseUrl: (await site.get('api')?.insa.url()) ?? '',
      apiKey: API_KEY,
    })
    await client.settings.updateQualification({ ...EVERY_LEAD_IMMEDIATE, auto_qualify: true })
    for (const name of ['worker 1', 'worker 2']) start(name, 'worker')
    start('scheduler', 'scheduler')

    const over = new AbortController()
    const creating = createLeads(client, leads).finally(() => over.abort())
    let done = 0
    while (!over.signal.aborted || done < faults.length) {
      await sleep(1_000 + random() * 4_000)
      const [what, strike] = faults[Math.floor(random() * faults.length)] ?? faults[0] ?? []
      say(`  ${what}`)
      await strike?.()
      done += 1
    }
    await creating
    say('  no more faults: waiting for the work to be done')
    const findings = await readBooks({ url: postgres.url, leads, mail, env, until: SETTLE_MS })
    return { findings, faults: done, seconds: (performance.now() - startedAt) / 1000 }
  } finally {
    for (const { insa } of site.values()) {
      insa.kill('SIGKILL')
      await insa.ended
    }
    await Promise.all([postgres.stop(), redis.stop(), mail.stop()])
    await folder.remove()
  }
}

/** Each until it is acknowledged, under one key: an API that dies in between has taken it or not. */
async function createLeads(client: Client, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    const lead = sampleLead({ company_name: `Company ${i}`, email_id: `buyer@company${i}.example` })
    for (;;) {
      const created = await client.leads
        .create(lead, { idempotencyKey: `chaos-${i}` })
        .catch(() => null)
      if (created) break
      await sleep(200)
    }
    await sleep(50)
  }
}
