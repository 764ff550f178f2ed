import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Alert } from '@insa/contracts'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findFirstOrganization } from '../../platform/identity/first-organization.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'
import { DATABASE_KINDS, ownerQuery } from '../../testing/test-database.ts'
import { createSiteWatch, type SiteView } from './watch-site.ts'

const MINUTE = 60_000

describe.each(DATABASE_KINDS)('alerts on %s', (database) => {
  let app: TestApp
  /** What the clock says; nobody else's clock runs here. */
  let now: number
  beforeEach(async () => {
    app = await testApp({ database, working: false })
    now = Date.now()
  })
  afterEach(() => app.close())

  const look = () => app.program.lookForAlerts(new Date(now))
  /** Looks every half minute: as rarely as a look may come without a break. */
  async function pass(ms: number, each: () => Promise<void> = async () => undefined) {
    for (let passed = 0; passed < ms; passed += 30_000) {
      now += 30_000
      await each()
      await look()
    }
  }
  async function runsEnd(status: 'failed' | 'succeeded', count: number) {
    for (let i = 0; i < count; i += 1) await insertRun(app, status, new Date(now))
  }
  const alerts = async (): Promise<Alert[]> =>
    (await app.acme.as('administrator').alerts.list()).data
  const mails = async (): Promise<string[]> =>
    (await app.acme.as('administrator').mail.list()).data
      .map((m) => `${m.to}: ${m.subject}`)
      .reverse()

  it('tells administrators of an agent whose runs fail, once, and when it is over [alerts.fire]', async () => {
    await runsEnd('failed', 2)
    await runsEnd('succeeded', 18)
    await look()
    expect(await alerts()).toEqual([])
    await pass(10 * MINUTE)
    expect(await alerts()).toMatchObject([
      {
        rule: 'agent_failure_rate',
        subject: 'lead_qualification',
        status: 'firing',
        value: 10,
        threshold: 5,
      },
    ])
    await pass(15 * MINUTE)
    expect(await alerts()).toMatchObject([{ status: 'resolved' }])
    expect(await mails()).toEqual([
      `${app.acme.administratorEmail}: Alert: 10 % of the runs of lead_qualification fail`,
      `${app.acme.administratorEmail}: Over: 10 % of the runs of lead_qualification fail`,
    ])
  })

  it('is quiet about one failure of a few runs, about five in a hundred, and about what lasts a minute', async () => {
    await runsEnd('failed', 5)
    await runsEnd('succeeded', 4)
    await pass(5 * MINUTE)
    await runsEnd('succeeded', 91)
    await pass(5 * MINUTE)
    expect(await alerts()).toEqual([])
  })

  it('stays one alert while a figure swings around its mark [alerts.hysteresis]', async () => {
    await runsEnd('failed', 6)
    await runsEnd('succeeded', 94)
    await pass(3 * MINUTE)
    expect(await alerts()).toHaveLength(1)
    await runsEnd('succeeded', 30)
    await pass(6 * MINUTE)
    expect(await alerts()).toMatchObject([{ status: 'firing' }])
    await runsEnd('succeeded', 60)
    await pass(6 * MINUTE)
    expect(await alerts()).toMatchObject([{ status: 'resolved' }])
  })

  it('tells of what models cost in an hour, by the organization’s own mark', async () => {
    await app.acme.as('administrator').alerts.updateSettings({
      email: true,
      webhook_url: null,
      failure_percent: 5,
      cost_usd: '2.00',
    })
    const executionId = await insertRun(app, 'succeeded', new Date(now))
    await ownerQuery(
      app.database,
      sql`insert into model_calls (id, organization_id, execution_id, agent_type, step, number, engine, model, batch, status, day,
        worst_case_usd, cost_usd, held_by, lease_until, settled_at)
        values (gen_random_uuid(), ${app.acme.id}, ${executionId}, 'lead_qualification', 'judge', 1, 'anthropic-api', 'm', false, 'answered',
        ${new Date(now)}::timestamptz::date, 3, 2.5, 'x', now(), ${new Date(now)})`,
    )
    await look()
    expect(await alerts()).toMatchObject([
      {
        rule: 'model_cost',
        summary: 'Models cost $2.50 in the last hour',
        value: 2.5,
        threshold: 2,
      },
    ])
    const globex = await app.globex.as('administrator').alerts.list()
    expect(globex.data).toEqual([])
  })

  it('tells nobody while it is silenced, and keeps the record [alerts.silence]', async () => {
    await runsEnd('failed', 10)
    await pass(3 * MINUTE)
    const [alert] = await alerts()
    const manager = app.acme.as('manager')
    const silenced = await manager.alerts.silence(alert?.id ?? '', { minutes: 60 })
    expect(silenced.silenced_by).toContain('manager')
    await pass(30 * MINUTE)
    expect(await alerts()).toMatchObject([{ status: 'resolved' }])
    expect(await mails()).toHaveLength(1)
    expect(await manager.alerts.unsilence(alert?.id ?? '')).toMatchObject({ silenced_until: null })
    await expect(
      app.acme.as('viewer').alerts.silence(alert?.id ?? '', { minutes: 60 }),
    ).rejects.toThrow(/403|not/u)
  })

  it('notes what each process sees of the site, for the organization that it belongs to [alerts.site]', async () => {
    let view: SiteView = {
      process: 'api-1',
      pool: { size: 10, used: 10, idle: 0, waiting: 4 },
      servers: [
        { name: 'nmap', isUp: false },
        { name: 'erpnext', isUp: true },
      ],
    }
    const site = createSiteWatch({
      database: app.database,
      logger: pino({ level: 'silent' }),
      findFirstOrganization: () => findFirstOrganization(app.database),
      view: () => view,
      now: () => new Date(now),
    })
    await pass(3 * MINUTE, () => site.look(new Date(now)))
    expect((await alerts()).map((a) => a.summary).sort()).toEqual([
      '4 requests wait for a database connection in api-1',
      'MCP server nmap cannot be called',
    ])
    expect((await app.globex.as('administrator').alerts.list()).data).toEqual([])
    view = { process: 'api-1', pool: null, servers: [] }
    await pass(3 * MINUTE, () => site.look(new Date(now)))
    expect((await alerts()).map((a) => a.status)).toEqual(['resolved', 'resolved'])
  })

  it('tells a webhook, again when it fails, and lets only the site’s own organization have one [alerts.webhook]', async () => {
    const got: Alert[] = []
    let status = 503
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        got.push(JSON.parse(body))
        response.writeHead(status).end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const settings = {
      email: false,
      webhook_url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
      failure_percent: 5,
      cost_usd: '10.00',
    }
    await expect(
      app.globex.as('administrator').alerts.updateSettings(settings),
    ).rejects.toMatchObject({ problem: { errors: [{ path: 'webhook_url', code: 'site_only' }] } })
    await app.acme.as('administrator').alerts.updateSettings(settings)
    await runsEnd('failed', 10)
    await pass(2.5 * MINUTE)
    expect(got).toMatchObject([{ status: 'firing' }])
    status = 200
    await pass(2 * MINUTE)
    expect(got).toMatchObject([{ status: 'firing' }, { status: 'firing' }])
    await pass(2 * MINUTE)
    expect(got).toHaveLength(2)
    server.close()
    expect(await mails()).toEqual([])
  })
})

/** @returns its id. */
async function insertRun(
  app: TestApp,
  status: 'failed' | 'succeeded',
  endedAt: Date,
): Promise<string> {
  const [row] = await ownerQuery(
    app.database,
    sql<{ id: string }>`
      insert into agent_executions (id, organization_id, agent_type, status, engine, correlation_id, triggered_by, started_at, finished_at)
      values (gen_random_uuid(), ${app.acme.id}, 'lead_qualification', ${status}, 'baseline', 'c', 'test', ${endedAt}, ${endedAt})
      returning id`,
  )
  return row?.id ?? ''
}
