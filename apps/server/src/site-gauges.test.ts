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

  it('tell of requests by route and status, and how far the event loop is behind', async () => {
    await app.request('/api/v1/leads/none', { key: app.acme.keys.viewer })
    const metrics = await scrape(app)
    const route = 'method="GET",route="/api/v1/leads/:id",status="404"'
    expect(metrics.get(`insa_http_request_duration_seconds_count{${route}}`)).toBe(1)
    expect(metrics.get('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0)
  })

  it('tell what is left of a day’s budget', async () => {
    const label = `insa_budget_day_left_usd{organization_id="${app.acme.id}"}`
    expect((await scrape(app)).get(label)).toBeGreaterThan(0)
  })
})

/** What was promised, by the series that tell it. */
const PROMISED: readonly [promise: string, ...series: string[]][] = [
  ['agent executions per minute, success and failure', 'insa_agent_executions_total'],
  ['average duration of executions', 'insa_agent_execution_duration_seconds'],
  ['tokens and costs', 'insa_model_tokens_total', 'insa_model_cost_usd_total'],
  ['MCP servers’ response times', 'insa_mcp_tool_duration_seconds'],
  ['the database’s performance', 'insa_database_transaction_duration_seconds'],
  ['HTTP: rate, errors, duration', 'insa_http_request_duration_seconds'],
  ['queue: depth, age', 'insa_agent_executions_open', 'insa_agent_executions_oldest_seconds'],
  [
    'pool: in use, size, waiting',
    'insa_database_pool_connections',
    'insa_database_pool_size',
    'insa_database_pool_waiting',
  ],
  ['event-loop lag', 'nodejs_eventloop_lag_p99_seconds'],
  ['approvals that wait', 'insa_approvals_waiting'],
  ['budget left', 'insa_budget_day_left_usd'],
  ['MCP servers that are away', 'insa_mcp_server_up'],
  ['cache hits', 'insa_cache_hits_total', 'insa_cache_misses_total'],
  ['bait that was read', 'insa_canary_reads_total'],
]

describe('what is made for Prometheus and Grafana', () => {
  let body: string
  beforeAll(async () => {
    const app = await testApp({ database: 'postgres', working: false })
    body = String((await app.request('/metrics')).body)
    await app.close()
  })

  it.each(PROMISED)(
    'tells %s: on /metrics, on the dashboard, in the documentation [telemetry.metrics]',
    (_, ...series) => {
      for (const name of series) {
        expect(body).toMatch(new RegExp(`^# TYPE ${name} `, 'mu'))
        expect(read('deploy/grafana/insa-crm.json')).toMatch(
          new RegExp(`\\b${name}(_\\w+)?\\b`, 'u'),
        )
        expect(read('docs/monitoring.md')).toContain(name)
      }
    },
  )

  it.each(['deploy/prometheus/insa.rules.yml', 'deploy/grafana/insa-crm.json'])(
    '%s names metrics that there are',
    (path) => {
      const known = new Set(Array.from(body.matchAll(/^# TYPE (\S+)/gmu), (m) => m[1]))
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
