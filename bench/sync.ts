/** How long the exchange with ERPNext takes: a site of 10,000 leads read in, and leads of ours made there, at 5 ms for every answer. */
import { setTimeout as sleep } from 'node:timers/promises'
import { applySetUp, createFrappeClient, planSetUp } from '@insa/mcp-servers/erpnext'
import { type ErpnextDouble, startErpnextDouble } from '@insa/mcp-servers/erpnext-double'
import type { Figure, Say } from './measure.ts'
import { type Site, startSite } from './site.ts'

const LEADS_IN = 10_000
const LEADS_OUT = 1_000
const LATENCY_MS = 5
const LOOK_MS = 200
const GIVE_UP_MS = 15 * 60_000

export async function* benchSync(say: Say): AsyncGenerator<Figure> {
  const erpnext = await startErpnextDouble({ leads: 0 })
  const { setup, runtime } = erpnext.keys
  const client = createFrappeClient({
    url: erpnext.url,
    apiKey: setup.key,
    apiSecret: setup.secret,
  })
  const plan = await planSetUp(client)
  await applySetUp(plan.filter((step) => step.apply !== undefined))
  fill(erpnext)
  erpnext.faults.plan = { slow: LATENCY_MS, skew: 0, chance: {} }
  const site = await startSite({
    empty: true,
    env: {
      ERPNEXT_URL: erpnext.url,
      ERPNEXT_API_KEY: runtime.key,
      ERPNEXT_API_SECRET: runtime.secret,
    },
  })
  try {
    await qualifyNothing(site)
    await until(site, (sync) => sync.state === 'running')
    const readIn = await timed(async () => {
      await post(site, '/api/v1/erpnext/sync/backfill', { qualify: 'none' })
      const { leads } = await until(site, (sync) => sync.backfill?.status === 'done')
      if (leads.linked !== LEADS_IN) throw new Error(`${leads.linked} leads came.`)
    })
    say(`${LEADS_IN} leads read in: ${readIn.toFixed(1)} s`)
    const sent = await timed(async () => {
      await post(site, '/api/v1/leads/import', ours())
      await until(site, (sync) => sync.leads.linked === LEADS_IN + LEADS_OUT)
    })
    say(`${LEADS_OUT} leads made there: ${sent.toFixed(1)} s`)
    const how = `${LATENCY_MS} ms an answer, ${erpnext.requests.length} requests in all`
    yield {
      what: `${LEADS_IN} leads of ERPNext read in`,
      measured: readIn,
      unit: 's',
      promised: 300,
      how,
    }
    yield {
      what: `${LEADS_OUT} leads imported here, made in ERPNext`,
      measured: sent,
      unit: 's',
      promised: (300 * LEADS_OUT) / LEADS_IN,
      how: 'as many a second as 10,000 in five minutes',
    }
  } finally {
    await site.stop()
    await site.remove()
    await erpnext.stop()
  }
}

/** Rows as they stand in a site that was in use for years. */
function fill({ site: { db, clock } }: ErpnextDouble): void {
  for (let i = 0; i < LEADS_IN; i += 1)
    db.put('Lead', {
      ...{ doctype: 'Lead', name: `CRM-LEAD-2024-${String(i).padStart(5, '0')}`, docstatus: 0 },
      ...{ first_name: 'Person', last_name: String(i), lead_name: `Person ${i}`, status: 'Lead' },
      ...{ company_name: `Plant ${i}`, email_id: `person${i}@plant.example`, city: 'Cali' },
      ...{ creation: clock.now(), modified: clock.now() },
      notes: [
        {
          doctype: 'CRM Note',
          ...{ name: i + 1, idx: 1, parent: `CRM-LEAD-2024-${String(i).padStart(5, '0')}` },
          ...{ parenttype: 'Lead', parentfield: 'notes' },
          note: `<p>Line ${i}: three PLCs of 1998, and a budget that is approved.</p>`,
        },
      ],
    })
  db.commit()
}

const ours = () =>
  Array.from({ length: LEADS_OUT }, (_, i) => ({
    lead_name: `Own ${i}`,
    company_name: `Works ${i}`,
    email_id: `own${i}@works.example`,
    message: `We look for somebody who migrates line ${i}.`,
  }))

interface Sync {
  state: string
  leads: { linked: number }
  backfill: { status: string } | null
}

async function until(site: Site, isReached: (sync: Sync) => boolean): Promise<Sync> {
  const endsAt = performance.now() + GIVE_UP_MS
  for (;;) {
    const sync = (await (await site.request('/api/v1/erpnext/sync')).json()) as Sync
    if (isReached(sync)) return sync
    if (performance.now() > endsAt) throw new Error(`Given up at ${JSON.stringify(sync)}`)
    await sleep(LOOK_MS)
  }
}

/** What is measured is the exchange. */
async function qualifyNothing(site: Site): Promise<void> {
  const path = '/api/v1/settings/qualification'
  const settings = (await (await site.request(path)).json()) as object
  await send(site, path, 'PUT', { ...settings, auto_qualify: false })
}

const post = (site: Site, path: string, body: unknown) => send(site, path, 'POST', body)

async function send(site: Site, path: string, method: string, body: unknown): Promise<void> {
  const answer = await site.request(path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
}

/** @returns seconds. */
async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1000
}
