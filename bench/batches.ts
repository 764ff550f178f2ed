/** 10,000 leads qualified in one batch: what whoever starts it, looks at it and ends it waits for. */
import { setTimeout as sleep } from 'node:timers/promises'
import { fillWithLeads, readFrom, sendTo } from './fill-leads.ts'
import { type Figure, percentile, type Say, timeEach } from './measure.ts'
import { type Site, startSite } from './site.ts'

const LEADS = 10_000
const BATCHES = '/api/v1/qualification-batches'
const LOOK_EVERY_MS = 50
const LOOKS = 100

interface Batch {
  id: string
  placed: number
  total: number
  finished_at: string | null
}

/** Its hours are never now, so that its items only wait. */
const closedHours = () => {
  const hour = (h: number) => `${String((new Date().getUTCHours() + h) % 24).padStart(2, '0')}:00`
  return { time_zone: 'UTC', from: hour(6), to: hour(8) }
}

export async function* benchBatches(say: Say): AsyncGenerator<Figure> {
  const site = await startSite({ empty: true })
  const all = `${LEADS / 1000},000 leads`
  try {
    await fillWithLeads(site, LEADS, say)
    const unscored = { leads: { filter: { scored: 'no' } }, window: closedHours() }
    const estimated = await timeEach(
      10,
      () => sendTo(site, 'POST', `${BATCHES}/estimate`, unscored),
      2,
    )
    yield inMs('estimate of a batch, p95', percentile(estimated, 0.95), 1_000, `10, ${all}`)
    const startedAt = performance.now()
    const batch = await post(site, BATCHES, unscored)
    yield inMs('POST /qualification-batches', performance.now() - startedAt, 1_000, all)
    await until(site, batch, ({ placed }) => placed === LEADS)
    yield inMs('all items in place', performance.now() - startedAt, 10_000, 'from the POST on')
    const looks = await timeEach(LOOKS, () => readFrom(site, `${BATCHES}/${batch.id}`))
    yield inMs(
      'GET /qualification-batches/{id}, p95',
      percentile(looks, 0.95),
      50,
      `${LOOKS}, ${all}`,
    )
    const alone = await timeEach(LOOKS, () => qualifyOne(site))
    yield inMs(
      'a single qualification beside them, p95',
      percentile(alone, 0.95),
      200,
      `${LOOKS}, as the caller sees them`,
    )
    yield inMs(
      'cancel',
      await timeOf(() => post(site, `${BATCHES}/${batch.id}/cancel`)),
      2_000,
      all,
    )
    yield await runAll(site)
  } finally {
    await site.stop()
    await site.remove()
  }
}

const inMs = (what: string, measured: number, promised: number, how: string): Figure => ({
  what,
  measured,
  unit: 'ms',
  promised,
  how,
})

/** The whole of it, by our own engine, in one process. */
async function runAll(site: Site): Promise<Figure> {
  const startedAt = performance.now()
  const batch = await post(site, BATCHES, { leads: { filter: {} } })
  await until(site, batch, ({ finished_at }) => finished_at !== null)
  const ms = performance.now() - startedAt
  return inMs(
    'a lead of a batch, by our own engine',
    ms / batch.total,
    30,
    `${batch.total} leads, one after the other in the mean`,
  )
}

const timeOf = async (work: () => Promise<unknown>) => {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

let others = 0
async function qualifyOne(site: Site): Promise<void> {
  others += 1
  const lead = await post<{ id: string }>(site, '/api/v1/leads', {
    lead_name: `Person ${others}`,
    message: 'We want to migrate an S7-300. Budget about 50k EUR.',
  })
  await post(site, `/api/v1/leads/${lead.id}/qualify`, {}, { prefer: 'wait=10' })
}

async function until(site: Site, { id }: Batch, isSo: (batch: Batch) => boolean): Promise<void> {
  while (!isSo(JSON.parse(await readFrom(site, `${BATCHES}/${id}`)) as Batch))
    await sleep(LOOK_EVERY_MS)
}

const post = async <T = Batch>(
  site: Site,
  path: string,
  body: object = {},
  headers = {},
): Promise<T> => (await (await sendTo(site, 'POST', path, body, headers)).json()) as T
