/** What processes take of memory: idle, with readers of events, and over a long time of moderate work. */
import { get, type IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { fillWithLeads } from './fill-leads.ts'
import type { Figure, Say } from './measure.ts'
import { type Role, type ScaleSite, startScaleSite } from './scale/scale-site.ts'
import { qualify, quiet, read } from './scale/workloads.ts'
import { API_KEY } from './site.ts'

/** Qualifications and reads a second while it lasts. */
const RATES = { qualifications: 10, reads: 40 }
/** Work before the first look, minutes: caches fill and code is compiled. */
const WARM_UP_MINUTES = 4
const LOOK_EVERY_MS = 10_000
const STREAMS = 200
/** An idle process collects its garbage once, at its first quiet moment. Milliseconds. */
const SETTLE_MS = 15_000

/** @param minutes how long the work goes on. */
export async function* benchSoak(say: Say, minutes: number): AsyncGenerator<Figure> {
  const site = await startScaleSite()
  try {
    await sleep(SETTLE_MS)
    const idle = await site.memoryMb('api')
    const how = 'resident, after its start'
    yield { what: 'an API process, idle', measured: idle, unit: 'MB', promised: 260, how }
    await fillWithLeads(site, 10_000, say)
    // Scores that can be read.
    await qualify(site, RATES.qualifications, 10)
    await quiet(site)
    yield* await soak(site, minutes, say)
    yield await streams(site)
  } finally {
    await site.stop()
  }
}

interface Look {
  hours: number
  rssMb: number
  heapMb: number
}

async function soak(site: ScaleSite, minutes: number, say: Say): Promise<Figure[]> {
  const seconds = minutes * 60
  const over = new AbortController()
  const looking = Promise.all(
    (['api', 'worker'] as const).map((role) => lookAt(site, role, over.signal)),
  )
  const work = [qualify(site, RATES.qualifications, seconds), read(site, RATES.reads, seconds)]
  // Answers that failed are told; what a process takes of memory is seen all the same.
  for (const outcome of await Promise.allSettled(work))
    if (outcome.status === 'rejected') say(`${outcome.reason}`)
  over.abort()
  const [api = [], worker = []] = await looking
  await quiet(site)
  return Object.entries({ api, worker }).flatMap(([role, looks]) => {
    const from = Math.min(WARM_UP_MINUTES, minutes / 3) / 60
    const counted = looks.filter((l) => l.hours >= from)
    const how = `${minutes} min at ${RATES.qualifications} qualifications and ${RATES.reads} reads/s`
    const [first, last] = [counted[0], counted.at(-1)]
    say(
      `${role}: ${first?.rssMb.toFixed(0)} MB resident at first, ${last?.rssMb.toFixed(0)} at last`,
    )
    const figure = (what: string, of: 'rssMb' | 'heapMb') => ({
      what: `the ${role}'s ${what}, growing`,
      measured: slope(counted, of),
      unit: 'MB/h',
      promised: FLAT_MB_PER_HOUR,
      how: `${how}; ${first?.[of].toFixed(0)} to ${last?.[of].toFixed(0)} MB, slope of the lows`,
    })
    return [figure('resident memory', 'rssMb'), figure('heap', 'heapMb')]
  })
}

/** Less in an hour than what one collection of garbage moves. */
const FLAT_MB_PER_HOUR = 20

async function lookAt(site: ScaleSite, role: Role, signal: AbortSignal): Promise<Look[]> {
  const startedAt = performance.now()
  const looks: Look[] = []
  while (!signal.aborted) {
    looks.push({
      hours: (performance.now() - startedAt) / 3_600_000,
      rssMb: await site.memoryMb(role),
      heapMb: (await site.metric(role, 'nodejs_heap_size_used_bytes')) / 2 ** 20,
    })
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined)
  }
  return looks
}

/** Looks of which the least counts: between two collections the heap only grows. */
const WINDOW = 6

/** Least squares through the lows of each minute. MB in an hour. */
function slope(looks: readonly Look[], of: 'rssMb' | 'heapMb'): number {
  const lows: { x: number; y: number }[] = []
  for (let i = 0; i + WINDOW <= looks.length; i += WINDOW) {
    const window = looks.slice(i, i + WINDOW)
    const low = window.reduce((least, l) => (l[of] < least[of] ? l : least))
    lows.push({ x: low.hours, y: low[of] })
  }
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length
  const [x, y] = [mean(lows.map((l) => l.x)), mean(lows.map((l) => l.y))]
  const over = lows.reduce((sum, l) => sum + (l.x - x) * (l.y - y), 0)
  return over / lows.reduce((sum, l) => sum + (l.x - x) ** 2, 0)
}

/** What that many readers of an organization's events cost the API. */
async function streams(site: ScaleSite): Promise<Figure> {
  await sleep(SETTLE_MS)
  const before = await site.memoryMb('api')
  const open = await Promise.all(Array.from({ length: STREAMS }, () => openStream(site)))
  await qualify(site, 5, 10)
  await quiet(site)
  await sleep(SETTLE_MS)
  const after = await site.memoryMb('api')
  for (const stream of open) stream.destroy()
  return {
    what: `${STREAMS} open event streams`,
    measured: after - before,
    unit: 'MB',
    promised: 50,
    how: `resident memory of the API: ${before.toFixed(0)} MB before, ${after.toFixed(0)} with them`,
  }
}

function openStream({ url }: ScaleSite): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${API_KEY}` }
    get(`${url}/api/v1/events`, { headers, agent: false }, (answer) => {
      answer.resume()
      answer.on('error', () => undefined)
      resolve(answer)
    }).once('error', reject)
  })
}
