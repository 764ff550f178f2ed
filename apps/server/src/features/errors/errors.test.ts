import type { ErrorGroup } from '@insa/contracts'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AgentDefinition } from '../../platform/runtime/agent.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'
import { DATABASE_KINDS, ownerQuery } from '../../testing/test-database.ts'
import { dropBeyond, forgetErrors } from './errors.store.ts'

/** An agent with a bug: no attempt of it comes through. */
const buggy: AgentDefinition = {
  type: 'buggy',
  engine: 'baseline',
  timeoutMs: 10_000,
  tools: [],
  run: async () => {
    throw new TypeError('Lead of anna@example.com has no score')
  },
} as unknown as AgentDefinition

/** A table that is not there fails every request that reads it. */
const BREAK_MAIL = sql`alter table outgoing_mails rename to outgoing_mails_gone`
/** The next test may get the same database, emptied. */
const mendMail = (app: TestApp) =>
  ownerQuery(app.database, sql`alter table if exists outgoing_mails_gone rename to outgoing_mails`)

const BROWSER = {
  type: 'TypeError',
  message: 'Cannot read properties of undefined (reading 3)',
  stack: 'TypeError: x\n    at e (https://crm.example/assets/index-1a2b.js:1:234)',
  page: '/leads/$id',
}

describe.each(DATABASE_KINDS)('errors on %s', (kind) => {
  let app: TestApp
  beforeEach(async () => {
    app = await testApp({ database: kind, working: false, agents: [buggy] })
  })
  afterEach(async () => {
    await mendMail(app)
    await app.close()
  })

  const list = async (): Promise<ErrorGroup[]> => {
    await app.program.writeErrors()
    return (await app.acme.as('administrator').errors.list()).data
  }
  const breakMail = () => ownerQuery(app.database, BREAK_MAIL)
  const readMail = () => app.request('/api/v1/mail', { key: app.acme.keys.viewer })

  it('keeps a 5xx as a group: counted, by the hour, with its stack and trace [errors.kept]', async () => {
    await breakMail()
    const answers = [await readMail(), await readMail(), await readMail()]
    expect(answers.map((a) => a.status)).toEqual([500, 500, 500])
    const groups = await list()
    expect(groups).toMatchObject([
      {
        status: 'open',
        origin: 'request',
        where: 'GET /api/v1/mail',
        count: 3,
        message: expect.stringContaining('"outgoing_mails"'),
      },
    ])
    expect(groups[0]?.hours).toHaveLength(24)
    expect(groups[0]?.hours.at(-1)).toBe(3)
    const detail = await app.acme.as('administrator').errors.get(groups[0]?.id ?? '')
    expect(detail.sample.trace_id).toBe(answers[2]?.headers['x-correlation-id'])
    const frames = detail.sample.chain[0]?.frames ?? []
    // The embedded database throws out of a loop of its own, which nobody of ours has called.
    expect(frames.some((f) => f.in_app)).toBe(kind === 'postgres')
    expect(frames.length).toBeGreaterThan(0)
    expect(detail.processes).toEqual([expect.stringMatching(/^api\+worker\+scheduler on /)])
    await readMail()
    expect(await list()).toMatchObject([{ count: 4 }])
  })

  it('keeps an agent’s bug with its execution, and nothing for a refusal that was meant', async () => {
    await app.program.startWorking()
    const id = '01890000-0000-7000-8000-00000000beef'
    await ownerQuery(
      app.database,
      sql`insert into agent_executions (id, organization_id, agent_type, status, engine, correlation_id, triggered_by)
        values (${id}, ${app.globex.id}, 'buggy', 'queued', 'baseline', 'c-1', 'test')`,
    )
    await expect.poll(list, { timeout: 15_000 }).toMatchObject([
      {
        origin: 'agent',
        where: 'buggy',
        type: 'TypeError',
        message: 'Lead of <email> has no score',
      },
    ])
    const [group] = await list()
    const detail = await app.acme.as('administrator').errors.get(group?.id ?? '')
    expect(detail.sample).toMatchObject({ execution_id: id })
    expect((await app.request('/api/v1/leads/none', { key: app.acme.keys.viewer })).status).toBe(
      404,
    )
    expect(await list()).toHaveLength(1)
  })

  it('opens again what was resolved, and leaves alone what is ignored [errors.decided]', async () => {
    const { errors } = app.acme.as('administrator')
    await breakMail()
    await readMail()
    const [{ id }] = (await list()) as [ErrorGroup]
    const resolved = await errors.decide(id, 'resolved')
    expect(resolved).toMatchObject({
      status: 'resolved',
      decided_by: expect.stringMatching(/^key:/),
    })
    expect(await list()).toMatchObject([{ status: 'resolved' }])
    await readMail()
    expect(await list()).toMatchObject([
      { status: 'open', count: 2, reopened_at: expect.any(String) },
    ])
    await errors.decide(id, 'ignored')
    await readMail()
    expect(await list()).toMatchObject([{ status: 'ignored', count: 3, reopened_at: null }])
    expect((await errors.list({ status: 'open' })).data).toEqual([])
    const audit = await app.acme.as('administrator').audit.list()
    expect(audit.data.map((a) => a.action)).toEqual(
      expect.arrayContaining(['error.resolved', 'error.ignored']),
    )
  })

  it('belongs to the site’s organization, to its administrators alone [errors.site]', async () => {
    await breakMail()
    await readMail()
    expect(await list()).toHaveLength(1)
    expect((await app.globex.as('administrator').errors.list()).data).toEqual([])
    const asManager = await app.request('/api/v1/errors', { key: app.acme.keys.manager })
    expect(asManager.status).toBe(403)
  })

  it('takes the console’s own, little and not often [errors.browser]', async () => {
    const { errors } = app.globex.as('viewer')
    await errors.report(BROWSER)
    await errors.report({ ...BROWSER, message: 'Cannot read properties of undefined (reading 4)' })
    expect(await list()).toMatchObject([
      { origin: 'browser', where: '/leads/$id', type: 'TypeError', count: 2 },
    ])
    await expect(errors.report({ ...BROWSER, stack: 'x'.repeat(6_001) })).rejects.toMatchObject({
      problem: { status: 422 },
    })
    const large = await app.request('/api/v1/browser-errors', {
      key: app.globex.keys.viewer,
      body: { ...BROWSER, stack: 'x'.repeat(20_000) },
    })
    expect(large.status).toBe(413)
    for (let i = 2; i < 10; i += 1) await errors.report(BROWSER)
    await expect(errors.report(BROWSER)).rejects.toMatchObject({ problem: { status: 429 } })
    await app.acme.as('viewer').errors.report(BROWSER)
  })

  it('keeps so many groups and no more, and forgets what is old [errors.bounded]', async () => {
    for (const page of ['/a', '/b', '/c']) {
      await app.acme.as('viewer').errors.report({ ...BROWSER, page })
      await app.program.writeErrors()
    }
    await breakMail()
    await readMail()
    expect(await list()).toHaveLength(4)
    await app.database.tenant(app.acme.id, (tx) => dropBeyond(tx, true, 2))
    expect((await list()).map((g) => g.where)).toEqual(['GET /api/v1/mail', '/c', '/b'])
    await ownerQuery(
      app.database,
      sql`update error_groups set last_seen_at = now() - interval '91 days' where place = '/b'`,
    )
    const forget = app.database.tenant(app.acme.id, (tx) =>
      forgetErrors(tx, { hours: 14, groups: 90 }),
    )
    expect(await forget).toBe(1)
    expect(await list()).toHaveLength(2)
  })

  it('is paged in either order without losing one', async () => {
    for (const page of ['/a', '/b', '/c', '/d', '/e'])
      await app.acme.as('viewer').errors.report({ ...BROWSER, page })
    await app.program.writeErrors()
    for (const sort of ['-count', '-last_seen_at'] as const) {
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await app.acme.as('administrator').errors.list({ sort, limit: 2, cursor })
        seen.push(...page.data.map((g) => g.where))
        cursor = page.next_cursor ?? undefined
      } while (cursor)
      expect(seen.toSorted()).toEqual(['/a', '/b', '/c', '/d', '/e'])
    }
  })
})

it('answers as before while errors cannot be kept, and keeps them when they can [errors.database-away]', async () => {
  const app = await testApp({ working: false })
  try {
    await ownerQuery(app.database, BREAK_MAIL)
    await ownerQuery(app.database, sql`alter table error_hours rename to hours_gone`)
    expect((await app.request('/api/v1/mail', { key: app.acme.keys.viewer })).status).toBe(500)
    await app.program.writeErrors()
    expect((await app.request('/api/v1/mail', { key: app.acme.keys.viewer })).status).toBe(500)
    await ownerQuery(app.database, sql`alter table hours_gone rename to error_hours`)
    await app.program.writeErrors()
    const { data } = await app.acme.as('administrator').errors.list()
    expect(data).toMatchObject([{ count: 2 }])
  } finally {
    await ownerQuery(app.database, sql`alter table if exists hours_gone rename to error_hours`)
    await mendMail(app)
    await app.close()
  }
})
