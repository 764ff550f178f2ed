/** Who is served next: in turn between organizations, within what each allows, on both databases. */
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DATABASE_KINDS, openTestDatabase, ownerQuery } from '../../testing/test-database.ts'
import type { Database } from '../database/database.ts'
import { claimExecutions } from './claims.store.ts'

let database: Database

/** Three organizations, in the order of their ids, so that a tie never falls to the one that has to wait. */
let [acme, globex, initech] = ['', '', '']

const asOwner = (query: ReturnType<typeof sql>) => ownerQuery(database, query)

async function insertOrganization(name: string): Promise<string> {
  const id = uuidv7()
  await asOwner(sql`insert into organizations (id, name, slug) values (${id}, ${name}, ${id})`)
  return id
}

interface Queued {
  agent?: string
  priority?: number
  /** From now; seconds. */
  dueIn?: number
}

/** Work of an organization, the first the longest due. */
const enqueue = (
  organization: string,
  count: number,
  { agent = 'judging', priority = 0, dueIn = -60 }: Queued = {},
) =>
  asOwner(sql`
    insert into agent_executions (id, organization_id, agent_type, engine, correlation_id, triggered_by, queue_priority, due_at)
    select gen_random_uuid(), ${organization}, ${agent}, 'baseline', 'test', 'user:test', ${priority},
      now() + make_interval(secs => ${dueIn}) + n * interval '1 ms'
    from generate_series(1, ${count}::int) n`)

const claim = (most: number, types: string[] | null = null, worker = 'worker') =>
  database.sweeper((tx) => claimExecutions(tx, { name: worker, leaseS: 30 }, most, types))

/** Claims and ends, as a worker with so many places does. @returns whose it was, in order. */
async function serve(most: number, rounds: number): Promise<string[]> {
  const names = new Map([
    [acme, 'acme'],
    [globex, 'globex'],
    [initech, 'initech'],
  ])
  const served: string[] = []
  for (let i = 0; i < rounds; i++) {
    const rows = await claim(most)
    served.push(...rows.map((r) => names.get(r.organization_id) ?? '?'))
    await endAll()
  }
  return served
}

const endAll = () =>
  asOwner(sql`update agent_executions set status = 'succeeded' where status = 'running'`)

const allow = (
  organization: string,
  agent: string,
  limits: { running?: number; starts?: number },
) =>
  asOwner(sql`
    insert into agent_switches (organization_id, agent_type, enabled, updated_by, max_running, max_starts_per_minute)
    values (${organization}, ${agent}, true, 'user:test', ${limits.running ?? null}, ${limits.starts ?? null})`)

const counts = (rows: { organization_id: string }[]) =>
  [acme, globex, initech].map((id) => rows.filter((r) => r.organization_id === id).length)

describe.each(DATABASE_KINDS)('a claim, on %s', (kind) => {
  beforeAll(async () => {
    database = await openTestDatabase(kind)
  })
  beforeEach(async () => {
    await asOwner(sql`truncate agent_executions, agent_switches, queue_turns cascade`)
    acme = await insertOrganization('Acme')
    globex = await insertOrganization('Globex')
    initech = await insertOrganization('Initech')
  })
  afterAll(() => database.close())

  it('lets nobody wait behind the ten thousand of another [queue.fair]', async () => {
    await enqueue(acme, 10_000)
    await claim(5)
    await endAll()
    await enqueue(globex, 1, { dueIn: 0 })
    expect(await serve(1, 2)).toContain('globex')
  })

  it('serves in turn whoever has work, whoever came first [queue.fair]', async () => {
    await enqueue(acme, 100)
    await enqueue(globex, 100, { dueIn: -30 })
    await enqueue(initech, 2, { dueIn: -1 })
    const served = await serve(1, 10)
    expect(served.slice(0, 6).sort()).toEqual(
      ['acme', 'acme', 'globex', 'globex', 'initech', 'initech'].sort(),
    )
    expect(served.slice(6).sort()).toEqual(['acme', 'acme', 'globex', 'globex'])
  })

  it('gives free places to whoever runs least [queue.fair]', async () => {
    await enqueue(acme, 100)
    expect(counts(await claim(4))).toEqual([4, 0, 0])
    await enqueue(globex, 100)
    await enqueue(initech, 1)
    expect(counts(await claim(6))).toEqual([1, 4, 1])
    expect(counts(await claim(3))).toEqual([1, 2, 0])
  })

  it('fills every place while anybody has work [queue.fair]', async () => {
    await enqueue(acme, 100)
    await claim(50)
    await enqueue(globex, 3)
    await enqueue(initech, 2, { agent: 'importing' })
    expect(counts(await claim(20))).toEqual([15, 3, 2])
  })

  it('goes by priority and then by time inside an organization, and by neither between two [queue.priority]', async () => {
    await enqueue(acme, 2, { priority: 10 })
    await enqueue(globex, 2, { priority: 0, dueIn: -100 })
    await enqueue(globex, 2, { priority: 5, dueIn: -50 })
    await enqueue(globex, 1, { priority: 5, dueIn: -70, agent: 'importing' })
    const globexs: string[] = []
    for (let i = 0; i < 7; i++)
      for (const r of await claim(1))
        if (r.organization_id === globex)
          globexs.push(`${r.queue_priority} ${r.agent_type.slice(0, 3)}`)
    expect(globexs).toEqual(['5 imp', '5 jud', '5 jud', '0 jud', '0 jud'])
  })

  it('takes nothing before its time, of a paused agent, or of another type than is asked for', async () => {
    await enqueue(acme, 5, { dueIn: 3_600 })
    await enqueue(globex, 5)
    await asOwner(sql`
      insert into agent_switches (organization_id, agent_type, enabled, updated_by) values (${globex}, '*', false, 'user:test')`)
    await enqueue(initech, 3, { agent: 'importing' })
    await enqueue(initech, 2)
    expect(counts(await claim(20, ['judging']))).toEqual([0, 0, 2])
    expect(counts(await claim(20))).toEqual([0, 0, 3])
    expect(await claim(20)).toEqual([])
  })

  it('starts no more of an agent than its organization allows at once [queue.limits]', async () => {
    await allow(acme, 'judging', { running: 3 })
    await enqueue(acme, 5, { priority: 1 })
    await enqueue(acme, 5)
    await enqueue(acme, 4, { agent: 'importing' })
    await enqueue(globex, 2)
    const first = await claim(20)
    expect(counts(first)).toEqual([7, 2, 0])
    expect(
      first.filter((r) => r.agent_type === 'judging' && r.organization_id === acme),
    ).toHaveLength(3)
    expect(await claim(20)).toEqual([])
    await asOwner(sql`update agent_executions set status = 'failed' where id = (
      select id from agent_executions where status = 'running' and agent_type = 'judging' and organization_id = ${acme} limit 1)`)
    expect(counts(await claim(20))).toEqual([1, 0, 0])
  })

  it('starts no more of all agents than its organization allows at once [queue.limits]', async () => {
    await allow(acme, '*', { running: 4 })
    await allow(acme, 'judging', { running: 2 })
    await enqueue(acme, 9)
    await enqueue(acme, 9, { agent: 'importing' })
    await enqueue(globex, 1)
    const rows = await claim(20)
    expect(counts(rows)).toEqual([4, 1, 0])
    expect(rows.filter((r) => r.agent_type === 'judging').length).toBeLessThanOrEqual(3)
    expect(await claim(20)).toEqual([])
  })

  it.each([1, 4, 30, 100])(
    'starts never more than %i in any minute [queue.rate]',
    async (starts) => {
      await allow(acme, 'judging', { starts })
      await enqueue(acme, 300)
      await enqueue(globex, 1)
      const startedAt: number[] = []
      // Two and a half minutes, looking every five seconds as a worker does: not the clock goes on, the mark goes back. What the
      // test itself takes is time, too.
      for (let second = 0; second < 150; second += 5) {
        const rows = await claim(200)
        for (const r of rows)
          if (r.organization_id === acme) startedAt.push(second + Number(r.started_at) / 1_000)
        await endAll()
        await asOwner(sql`update queue_turns set starts_from = starts_from - interval '5 s'`)
      }
      for (const from of startedAt)
        expect(startedAt.filter((at) => at >= from && at < from + 60).length).toBeLessThanOrEqual(
          starts,
        )
      // Nearly all that is allowed is used.
      expect(startedAt.length).toBeGreaterThanOrEqual(Math.floor(2.5 * starts * 0.6))
    },
  )

  it('of two workers at once takes everything once, and keeps to limits [queue.limits]', async () => {
    await allow(globex, '*', { running: 7 })
    await enqueue(acme, 40)
    await enqueue(globex, 40)
    const takes = Array.from({ length: 16 }, (_, i) => claim(4, null, `worker ${i}`))
    const rows = (await Promise.all(takes)).flat()
    expect(new Set(rows.map((r) => r.id)).size).toBe(rows.length)
    expect(counts(rows)).toEqual([40, 7, 0])
    expect(new Set(rows.map((r) => r.claimed_by)).size).toBeGreaterThan(1)
  })

  // The embedded database has one session: there is no other claim meanwhile.
  if (kind === 'postgres')
    it('takes what is next while another claim is still on its way, and does not wait for it [queue.fair]', async () => {
      await enqueue(acme, 6)
      const [first, second] = await database.sweeper(async (tx) => {
        const mine = await claimExecutions(tx, { name: 'slow', leaseS: 30 }, 3, null)
        return [mine, await claim(5, null, 'quick')]
      })
      expect([first?.length, second?.length]).toEqual([3, 3])
      expect(new Set([...(first ?? []), ...(second ?? [])].map((r) => r.id)).size).toBe(6)
    })
})
