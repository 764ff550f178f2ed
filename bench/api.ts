/** Requests against a site with 100,000 leads: the list, a qualification, and every other kind of request. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Figure, percentile, type Say, timeEach, toLine } from './measure.ts'
import { type Site, startSite } from './site.ts'

const LEADS = 100_000
const PER_IMPORT = 10_000
const REQUESTS = 200
/** Between two looks at an import that runs, milliseconds. */
const LOOK_EVERY_MS = 50

const INDUSTRIES = [
  'Food & Beverage',
  'Water',
  'Mining',
  'Cement',
  'Oil & Gas',
  'Pharma',
  'Automotive',
  'Paper',
]
const CITIES = ['Monterrey', 'Hamburg', 'Lyon', 'Cali', 'Porto', 'Parma', 'Leeds', 'Toledo']

/** Different enough that an index has something to do. */
const lead = (n: number) => ({
  company_name: `Plant ${n} ${CITIES[n % 8]} ${(n * 7919) % 1000}`,
  lead_name: `Person ${(n * 104_729) % 50_000}`,
  email_id: `person${n}@plant${n % 9000}.example`,
  city: CITIES[n % 8],
  industry: INDUSTRIES[(n * 31) % 8],
  message: `We want to migrate ${1 + (n % 9)} S7-300 PLCs with ${100 + (n % 900)} I/O in ${CITIES[n % 8]}. Budget about ${10 + (n % 90)}k EUR, next quarter.`,
})

export async function benchApi(say: Say): Promise<Figure[]> {
  const site = await startSite({ empty: true })
  const figures: Figure[] = []
  const keep = (figure: Figure) => {
    say(toLine(figure))
    figures.push(figure)
  }
  try {
    await fill(site, say)
    keep(await benchList(site, say))
    keep(await benchQualification(site))
    for await (const figure of benchRequests(site)) keep(figure)
    return figures
  } finally {
    await site.stop()
    await site.remove()
  }
}

async function fill(site: Site, say: Say): Promise<void> {
  const settings = await (await site.request('/api/v1/settings/qualification')).json()
  await send(site, 'PUT', '/api/v1/settings/qualification', {
    ...(settings as object),
    auto_qualify: false,
  })
  for (let from = 0; from < LEADS; from += PER_IMPORT) {
    const rows = Array.from({ length: PER_IMPORT }, (_, i) => lead(from + i))
    const execution = (await (await send(site, 'POST', '/api/v1/leads/import', rows)).json()) as {
      id: string
    }
    await finished(site, execution.id)
    say(`filling: ${from + PER_IMPORT} of ${LEADS} leads`)
  }
}

async function finished(site: Site, id: string): Promise<void> {
  for (;;) {
    const execution = (await (await site.request(`/api/v1/executions/${id}`)).json()) as {
      status: string
    }
    if (execution.status === 'succeeded') return
    if (execution.status === 'failed') throw new Error('An import failed.')
    await sleep(LOOK_EVERY_MS)
  }
}

const send = async (site: Site, method: string, path: string, body: unknown, headers = {}) => {
  const answer = await site.request(path, {
    method,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return answer
}

const read = async (site: Site, path: string) => {
  const answer = await site.request(path)
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
  return answer.text()
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
    const p95 = percentile(await timeEach(REQUESTS, () => read(site, path)), 0.95)
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
  const page = JSON.parse(await read(site, '/api/v1/leads?limit=200')) as { data: { id: string }[] }
  const ms = await timeEach(REQUESTS, async (i) => {
    const id = page.data[i % page.data.length]?.id
    const answer = await send(
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
  const page = JSON.parse(await read(site, '/api/v1/leads?limit=1')) as { data: { id: string }[] }
  const id = page.data[0]?.id
  const executions = JSON.parse(await read(site, '/api/v1/executions?limit=1')) as {
    data: { id: string }[]
  }
  const settings = JSON.parse(await read(site, '/api/v1/settings/qualification')) as object
  const requests: Record<string, () => Promise<unknown>> = {
    'GET /leads/{id}': () => read(site, `/api/v1/leads/${id}`),
    'GET /leads/{id}/duplicates': () => read(site, `/api/v1/leads/${id}/duplicates`),
    'GET /leads?q (common word)': () => read(site, '/api/v1/leads?q=plant'),
    'GET /leads by score': () => read(site, '/api/v1/leads?sort=-qualification_score'),
    'POST /leads': () => send(site, 'POST', '/api/v1/leads', lead(Math.floor(Math.random() * 1e9))),
    'GET /executions': () => read(site, '/api/v1/executions'),
    'GET /executions/{id}': () => read(site, `/api/v1/executions/${executions.data[0]?.id}`),
    'GET /overview': () => read(site, '/api/v1/overview'),
    'POST /settings/qualification/preview': () =>
      send(site, 'POST', '/api/v1/settings/qualification/preview', settings),
    'GET /audit': () => read(site, '/api/v1/audit'),
    'GET /me': () => read(site, '/api/v1/me'),
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
