/** A site full of leads, and requests to it. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Say } from './measure.ts'
import type { Site } from './site.ts'

const PER_IMPORT = 10_000
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
export const lead = (n: number) => ({
  company_name: `Plant ${n} ${CITIES[n % 8]} ${(n * 7919) % 1000}`,
  lead_name: `Person ${(n * 104_729) % 50_000}`,
  email_id: `person${n}@plant${n % 9000}.example`,
  city: CITIES[n % 8],
  industry: INDUSTRIES[(n * 31) % 8],
  message: `We want to migrate ${1 + (n % 9)} S7-300 PLCs with ${100 + (n % 900)} I/O in ${CITIES[n % 8]}. Budget about ${10 + (n % 90)}k EUR, next quarter.`,
})

/** Leads by import, without judging them: that is measured by itself. */
export async function fillWithLeads(
  site: Pick<Site, 'request'>,
  count: number,
  say: Say,
): Promise<void> {
  const settings = await (await site.request('/api/v1/settings/qualification')).json()
  await sendTo(site, 'PUT', '/api/v1/settings/qualification', {
    ...(settings as object),
    auto_qualify: false,
  })
  for (let from = 0; from < count; from += PER_IMPORT) {
    const rows = Array.from({ length: PER_IMPORT }, (_, i) => lead(from + i))
    const execution = (await (await sendTo(site, 'POST', '/api/v1/leads/import', rows)).json()) as {
      id: string
    }
    await finished(site, execution.id)
    say(`filling: ${from + PER_IMPORT} of ${count} leads`)
  }
}

async function finished(site: Pick<Site, 'request'>, id: string): Promise<void> {
  for (;;) {
    const execution = (await (await site.request(`/api/v1/executions/${id}`)).json()) as {
      status: string
    }
    if (execution.status === 'succeeded') return
    if (execution.status === 'failed') throw new Error('An import failed.')
    await sleep(LOOK_EVERY_MS)
  }
}

export const sendTo = async (
  site: Pick<Site, 'request'>,
  method: string,
  path: string,
  body: unknown,
  headers = {},
) => {
  const answer = await site.request(path, {
    method,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return answer
}

export const readFrom = async (site: Pick<Site, 'request'>, path: string) => {
  const answer = await site.request(path)
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
  return answer.text()
}
