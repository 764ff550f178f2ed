/** Requests about customers and the pipeline beside 200,000 leads: what a customer page and the board wait for. */
import { fillWithLeads, readFrom, sendTo } from './fill-leads.ts'
import { type Figure, percentile, type Say, timeEach } from './measure.ts'
import { type Site, startSite } from './site.ts'

const LEADS = 200_000
/** Leads that have become an opportunity; half of them customers. */
const DEALS = 1_000
const PER_PAGE = 200
/** Notes about every lead of a deal, and as many more about the customer that is looked at. */
const NOTES = 3
const NOTES_OF_ONE = 300
const REQUESTS = 100
const JSON_BODY = { 'content-type': 'application/json' }

interface Record {
  id: string
  customer_id?: string | null
}

export async function* benchCrm(say: Say): AsyncGenerator<Figure> {
  const site = await startSite({ empty: true })
  try {
    await fillWithLeads(site, LEADS, say)
    const customer = await sellSome(site, say)
    for (const [what, work] of Object.entries(requestsAbout(site, customer))) {
      const measured = percentile(await timeEach(REQUESTS, work, 10), 0.95)
      const how = `${REQUESTS}, ${LEADS / 1000},000 leads, ${DEALS} deals`
      yield { what: `${what}, p95`, measured, unit: 'ms', promised: 200, how }
    }
  } finally {
    await site.stop()
    await site.remove()
  }
}

/** @returns the customer with most behind it: scored, run for, written about. */
async function sellSome(site: Site, say: Say): Promise<string> {
  let customer = ''
  for (const [n, { id }] of (await readLeads(site)).entries()) {
    const opportunity = await post<Record>(site, `/api/v1/leads/${id}/opportunity`, {
      opportunity_amount: String(10_000 + n),
      currency: 'EUR',
    })
    for (let i = 0; i < NOTES; i += 1) await note(site, { lead_id: id })
    if (n % 2 === 1) continue
    const won = await post<Record>(site, `/api/v1/opportunities/${opportunity.id}/won`, {})
    if (n > 0) continue
    customer = won.customer_id ?? ''
    for (let i = 0; i < 20; i += 1)
      await sendTo(site, 'POST', `/api/v1/leads/${id}/qualify`, {}, { prefer: 'wait=10' })
    for (let i = 0; i < NOTES_OF_ONE; i += 1) await note(site, { customer_id: customer })
  }
  say(`filling: ${DEALS} deals`)
  return customer
}

async function readLeads(site: Site): Promise<Record[]> {
  const leads: Record[] = []
  let cursor = ''
  while (leads.length < DEALS) {
    const page = JSON.parse(
      await readFrom(site, `/api/v1/leads?limit=${PER_PAGE}${cursor && `&cursor=${cursor}`}`),
    ) as { data: Record[]; next_cursor: string }
    leads.push(...page.data)
    cursor = encodeURIComponent(page.next_cursor)
  }
  return leads.slice(0, DEALS)
}

const note = (site: Site, about: object) =>
  post(site, '/api/v1/activities', {
    activity_type: 'Note',
    content: 'They want to see the panel before it is wired.',
    ...about,
  })

const post = async <T>(site: Site, path: string, body: object): Promise<T> =>
  (await (await sendTo(site, 'POST', path, body, JSON_BODY)).json()) as T

function requestsAbout(site: Site, customer: string): { [what: string]: () => Promise<unknown> } {
  const get = (path: string) => () => readFrom(site, `/api/v1${path}`)
  return {
    'GET /customers/{id}/history': get(`/customers/${customer}/history?limit=50`),
    'GET /customers/{id}/history?kind=activity': get(
      `/customers/${customer}/history?kind=activity`,
    ),
    'GET /customers/{id}': get(`/customers/${customer}`),
    'GET /customers/{id}/duplicates': get(`/customers/${customer}/duplicates`),
    'GET /customers': get('/customers?limit=50'),
    'GET /customers?q': get('/customers?q=plant'),
    'GET /opportunities (open)': get('/opportunities?open=yes&limit=200'),
    'GET /opportunities?customer_id': get(`/opportunities?customer_id=${customer}`),
    'GET /pipeline': get('/pipeline'),
    'GET /activities?customer_id': get(`/activities?customer_id=${customer}`),
    'POST /activities': () => note(site, { customer_id: customer }),
    'POST /customers': () => post(site, '/api/v1/customers', { customer_name: 'Cementera' }),
  }
}
