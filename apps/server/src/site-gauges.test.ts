import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from './testing/test-app.ts'
import { DATABASE_KINDS } from './testing/test-database.ts'

const ROOT = new URL('../../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8')

/** Series by name and labels, as Prometheus reads them. */
async function scrape(app: TestApp): Promise<Map<string, number>> {
  const { body } = await app.request('/metrics')
  const lines = String(body)
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ')
      return [line.slice(0, at), Number(line.slice(at + 1))]
    }),
  )
}

describe.each(DATABASE_KINDS)('metrics of a site on %s', (database) => {
  let app: TestApp
  beforeAll(async () => {
    app = await testApp({ database, working: false })
  })
  afterAll(() => app.close())

  it('tell what waits, what it costs, and how the database does [telemetry.metrics]', async () => {
    const message = 'Two S7-1500 to program.'
    await app.acme.as('sales').leads.create({ lead_name: 'A', company_name: 'B', message })
    const metrics = await scrape(app)
    expect(
      metrics.get('insa_agent_executions_open{agent_type="lead_qualification",status="queued"}'),
    ).toBe(1)
    expect(metrics.get('insa_approvals_waiting')).toBe(0)
    expect(
      metrics.get('insa_database_transaction_duration_seconds_count{role="tenant",outcome="ok"}'),
    ).toBeGreaterThan(0)
    if (database === 'pglite') expect(metrics.has('insa_database_pool_waiting')).toBe(false)
    else expect(metrics.get('insa_database_pool_size')).toBe(10)
  })

  it('tell what is left of a day’s budget', async () => {
    const label = `insa_budget_day_left_usd{organization_id="${app.acme.id}"}`
    expect((await scrape(app)).get(label)).toBeGreaterThan(0)
  })
})

describe('what is made for Prometheus and Grafana', () => {
  it.each(['deploy/prometheus/insa.rules.yml', 'deploy/grafana/insa-crm.json'])(
    '%s names metrics that there are',
    async (path) => {
      const app = await testApp({ database: 'postgres' })
      const { body } = await app.request('/metrics')
      await app.close()
      const known = new Set(Array.from(String(body).matchAll(/^# TYPE (\S+)/gmu), (m) => m[1]))
      const named = new Set(
        Array.from(read(path).matchAll(/\b(insa_\w+|nodejs_\w+|process_\w+)/gu), (m) =>
          (m[1] ?? '').replace(/_(bucket|count|sum)$/u, ''),
        ),
      )
      expect(named.size).toBeGreaterThan(3)
      expect([...named].filter((name) => !known.has(name))).toEqual([])
    },
  )
})
