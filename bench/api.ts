/** Requests against a site with 100,000 leads: the list, a qualification, and every other kind of request. */
import { fillWithLeads, lead, readFrom, sendTo } from './fill-leads.ts'
import { type Figure, percentile, type Say, timeEach } from './measure.ts'
import { type Site, startSite } from './site.ts'

const LEADS = 100_000
const REQUESTS = 200

export async function* benchApi(say: Say): AsyncGenerator<Figure> {
  const site = await startSite({ empty: true })
  try {
    await fillWithLeads(site, LEADS, say)
    yield await benchList(site, say)
    yield await benchQualification(site)
    yield* benchRequests(site)
  } finally {
    await site.stop()
    await site.remove()
  }
}

async function benchList(site: Site, say: Say): Promise<Figure> {
  const paths = [
    '/api/v1/leads?limit=50',
    '/api/v1/leads?limit=50&sort=company_name',
    '/api/v1/leads?limit=50&industry=Mining',
    '/api/v1/leads?limit=50&q=monterrey%20917',
  ]
  const p95s: number[] = []
  for (const path of paths) {
    const p95 = percentile(await timeEach(REQUESTS, () => readFrom(site, path)), 0.95)
    say(`${path}: ${p95.toFixed(1)} ms`)
    p95s.push(p95)
  }
  return {
    what: 'list of 50 out of 100,000 leads, p95',
    measured: Math.max(...p95s),
    unit: 'ms',
    promised: 50,
    how: `worst of plain, sorted, filtered, searched; ${REQUESTS} each`,
  }
}

async function benchQualification(site: Site): Promise<Figure> {
  const page = JSON.parse(await readFrom(site, '/api/v1/leads?limit=200')) as {
    data: { id: string }[]
  }
  const ms = await timeEach(REQUESTS, async (i) => {
    const id = page.data[i % page.data.length]?.id
    const answer = await sendTo(
      site,
      'POST',
      `/api/v1/leads/${id}/qualify`,
      {},
      { prefer: 'wait=10' },
    )
    const execution = (await answer.json()) as { status: string }
    if (execution.status !== 'succeeded') throw new Error(`Qualification: ${execution.status}`)
  })
  return {
    what: 'qualification by the baseline, accepted to stored, p95',
    measured: percentile(ms, 0.95),
    unit: 'ms',
    promised: 100,
    how: `${REQUESTS} one after the other, as the caller sees them`,
  }
}

async function* benchRequests(site: Site): AsyncGenerator<Figure> {
  const page = JSON.parse(await readFrom(site, '/api/v1/leads?limit=1')) as {
    data: { id: string }[]
  }
  const id = page.data[0]?.id
  const executions = JSON.parse(await readFrom(site, '/api/v1/executions?limit=1')) as {
    data: { id: string }[]
  }
  const settings = JSON.parse(await readFrom(site, '/api/v1/settings/qualification')) as object
  const requests: Record<string, () => Promise<unknown>> = {
    'GET /leads/{id}': () => readFrom(site, `/api/v1/leads/${id}`),
    'GET /leads/{id}/duplicates': () => readFrom(site, `/api/v1/leads/${id}/duplicates`),
    'GET /leads?q (common word)': () => readFrom(site, '/api/v1/leads?q=plant'),
    'GET /leads by score': () => readFrom(site, '/api/v1/leads?sort=-qualification_score'),
    'POST /leads': () =>
      sendTo(site, 'POST', '/api/v1/leads', lead(Math.floor(Math.random() * 1e9))),
    'GET /executions': () => readFrom(site, '/api/v1/executions'),
    'GET /executions/{id}': () => readFrom(site, `/api/v1/executions/${executions.data[0]?.id}`),
    'GET /overview': () => readFrom(site, '/api/v1/overview'),
    'POST /settings/qualification/preview': () =>
      sendTo(site, 'POST', '/api/v1/settings/qualification/preview', settings),
    'GET /audit': () => readFrom(site, '/api/v1/audit'),
    'GET /me': () => readFrom(site, '/api/v1/me'),
  }
  for (const [what, work] of Object.entries(requests)) {
    const measured = percentile(await timeEach(REQUESTS / 2, work, 10), 0.95)
    yield {
      what: `${what}, p95`,
      measured,
      unit: 'ms',
      promised: 200,
      how: `${REQUESTS / 2}, 100,000 leads`,
    }
  }
}
