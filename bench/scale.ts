/**
 * A site of several processes on PostgreSQL and Redis, nearly empty and then with years of work in its tables: what is accepted,
 * what is worked off, what is read.
 */
import { fillWithLeads } from './fill-leads.ts'
import type { Figure, Say } from './measure.ts'
import { measureBareBullmq } from './scale/bare-bullmq.ts'
import { fillSite } from './scale/fill-site.ts'
import { type ScaleSite, startScaleSite } from './scale/scale-site.ts'
import {
  ACCEPT_RATE,
  type Figures,
  measureSite,
  qualify,
  quiet,
  READ_RATE,
} from './scale/workloads.ts'

const LEADS = 200_000
const EXECUTIONS = 1_000_000
/** What the site begins with, by import. */
const FIRST_LEADS = 10_000

/** @param times how often each is measured; the median counts. */
export async function* benchScale(say: Say, times: number): AsyncGenerator<Figure> {
  const site = await startScaleSite()
  try {
    await fillWithLeads(site, FIRST_LEADS, say)
    await warmUp(site)
    const small = await measureSite(site, times)
    const how = `${FIRST_LEADS} leads; median of ${times} times 10 s; an API, a worker, a scheduler`
    yield* promised(small, how)
    yield besideBare(await measureBareBullmq(site, say))
    await fillSite(site.db, { leads: LEADS - FIRST_LEADS, executions: EXECUTIONS }, say)
    await warmUp(site)
    const large = await measureSite(site, times)
    yield* compared(small, large)
  } finally {
    await site.stop()
  }
}

/** Node compiles what is used often. */
async function warmUp(site: ScaleSite): Promise<void> {
  await qualify(site, 100, 10)
  await quiet(site)
}

function promised(figures: Figures, how: string): Figure[] {
  return [
    {
      what: `POST /leads/{id}/qualify accepted at ${ACCEPT_RATE}/s while workers run, p99`,
      measured: figures.acceptedMs,
      unit: 'ms',
      promised: 25,
      how,
    },
    {
      what: 'qualifications by the baseline, end to end',
      measured: figures.qualifications,
      unit: '/s',
      promised: 150,
      atLeast: true,
      how,
    },
    {
      what: `reads at ${READ_RATE}/s: a lead, a list, an execution, a score, p99`,
      measured: figures.readMs,
      unit: 'ms',
      promised: 20,
      how,
    },
  ]
}

function besideBare({ own, bare }: { own: number; bare: number }): Figure {
  return {
    what: 'our worker beside a bare BullMQ worker with the same statements',
    measured: own / bare,
    unit: '×',
    promised: 0.5,
    atLeast: true,
    how: `${own.toFixed(0)}/s against ${bare.toFixed(0)}/s; each alone with all work waiting; the bare one neither claims nor judges`,
  }
}

/** How much worse it is with years of work. */
function compared(small: Figures, large: Figures): Figure[] {
  const how = (was: number, is: number, unit: string) =>
    `${is.toFixed(1)} against ${was.toFixed(1)} ${unit}: 200,000 leads, 1,000,000 executions`
  const worse = { unit: '×', promised: 1.3 }
  return [
    {
      what: 'accepted, p99, in a full site',
      measured: large.acceptedMs / small.acceptedMs,
      ...worse,
      how: how(small.acceptedMs, large.acceptedMs, 'ms'),
    },
    {
      what: 'end to end, in a full site',
      measured: small.qualifications / large.qualifications,
      ...worse,
      how: how(small.qualifications, large.qualifications, '/s'),
    },
    {
      what: 'reads, p99, in a full site',
      measured: large.readMs / small.readMs,
      ...worse,
      how: how(small.readMs, large.readMs, 'ms'),
    },
  ]
}
