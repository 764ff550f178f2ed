/** What is asked of a site of several processes, and what comes of it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { median, percentile } from '../measure.ts'
import { API_KEY } from '../site.ts'
import { offerLoad } from './offer-load.ts'
import type { Load, LoadResult } from './open-loop.ts'
import type { ScaleSite } from './scale-site.ts'

export interface Figures {
  /** 99 of 100 requests for a qualification were answered within this time, while workers run. Milliseconds. */
  acceptedMs: number
  /** Qualifications from the first request to the last end, a second. */
  qualifications: number
  /** 99 of 100 reads were answered within this time. Milliseconds. */
  readMs: number
}

export const ACCEPT_RATE = 300
export const READ_RATE = 1_000
/** Offered for the end-to-end figure: more than is worked off, so that the workers never wait. */
const FLOOD_RATE = 400

/** How long each is measured. Seconds. */
const SECONDS = 10

/** The organization of the administrator's key, in SQL. */
export const MINE = '(select id from organizations order by created_at limit 1)'

/** Ids of that many rows of the key's organization, spread over the table. */
async function someIds(site: ScaleSite, table: 'leads' | 'lead_scores' | 'agent_executions') {
  const id = table === 'lead_scores' ? 'lead_id' : 'id'
  const { rows } = await site.db.query<{ id: string }>(
    `select ${id} as id from ${table} where organization_id = ${MINE} order by md5(${id}::text) limit 10000`,
  )
  return rows.map((r) => r.id)
}

const load = (site: ScaleSite, what: Pick<Load, 'rate' | 'requests'> & Partial<Load>) =>
  offerLoad({
    url: site.url,
    headers: { authorization: `Bearer ${API_KEY}` },
    seconds: SECONDS,
    warmUpSeconds: 3,
    ...what,
  })

async function repeatedly(times: number, work: () => Promise<number>): Promise<number> {
  const values: number[] = []
  for (let i = 0; i < times; i += 1) values.push(await work())
  return median(values)
}

/** @param times how often each is measured: the median counts, for a pause of this machine is none of ours. */
export async function measureSite(site: ScaleSite, times: number): Promise<Figures> {
  const readMs = await repeatedly(times, async () => percentile((await read(site)).ms, 0.99))
  const acceptedMs = await repeatedly(times, async () => {
    const { ms } = await qualify(site, ACCEPT_RATE, SECONDS)
    await quiet(site)
    return percentile(ms, 0.99)
  })
  const qualifications = await repeatedly(times, async () => endToEnd(site))
  return { acceptedMs, qualifications, readMs }
}

/** Four kinds of reads in turn. */
export async function read(
  site: ScaleSite,
  rate = READ_RATE,
  seconds = SECONDS,
): Promise<LoadResult> {
  const [leads, scored, executions] = [
    await someIds(site, 'leads'),
    await someIds(site, 'lead_scores'),
    await someIds(site, 'agent_executions'),
  ]
  const requests = Array.from({ length: 10_000 }, (_, i) => [
    `/api/v1/leads/${leads[i % leads.length]}`,
    `/api/v1/leads?limit=20${i % 3 === 0 ? '' : `&industry=${['Mining', 'Water', 'Paper'][i % 3]}`}`,
    `/api/v1/executions/${executions[i % executions.length]}`,
    `/api/v1/leads/${scored[i % scored.length]}/score`,
  ]).flat()
  return load(site, { rate, seconds, requests: requests.map((path) => ({ method: 'GET', path })) })
}

export async function qualify(site: ScaleSite, rate: number, seconds: number): Promise<LoadResult> {
  const leads = await someIds(site, 'leads')
  const requests = leads.map((id) => ({
    method: 'POST' as const,
    path: `/api/v1/leads/${id}/qualify`,
  }))
  return load(site, { rate, seconds, requests })
}

/** A second, from the first request to the end of the last run, while more is asked for than is worked off. */
async function endToEnd(site: ScaleSite): Promise<number> {
  const from = await now(site)
  await qualify(site, FLOOD_RATE, SECONDS)
  await quiet(site)
  const { rows } = await site.db.query<{ runs: string; seconds: string }>(
    `select count(*) as runs, extract(epoch from max(finished_at) - min(created_at)) as seconds
     from agent_executions where created_at >= $1 and status = 'succeeded'`,
    [from],
  )
  return Number(rows[0]?.runs) / Number(rows[0]?.seconds)
}

async function now(site: ScaleSite): Promise<Date> {
  const { rows } = await site.db.query<{ now: Date }>('select now()')
  return rows[0]?.now ?? new Date()
}

/** Waits until nothing is due or running. */
export async function quiet(site: ScaleSite): Promise<void> {
  for (;;) {
    const { rows } = await site.db.query<{ left: string }>(
      `select count(*) as left from agent_executions where status in ('queued', 'running')`,
    )
    if (Number(rows[0]?.left) === 0) return
    await sleep(100)
  }
}
