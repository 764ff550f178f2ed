import type { Execution } from '@insa/contracts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { qualifyOnRequest } from '../../testing/qualify-on-request.ts'
import { sampleLead } from '../../testing/sample-leads.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'
import { DATABASE_KINDS, ownerQuery } from '../../testing/test-database.ts'

describe.each(DATABASE_KINDS)('executions on %s', (kind) => {
  let app: TestApp
  beforeAll(async () => {
    app = await testApp({ database: kind })
    await qualifyOnRequest(app.acme)
  })
  afterAll(() => app.close())

  const sales = () => app.acme.as('sales')
  const pause = (paused: boolean, agent = 'lead_qualification') =>
    app.acme.as('manager').agents.setEnabled(agent, !paused)
  /** What an import still holds in the database. */
  const leftOf = async (id: string) => {
    const [left] = await ownerQuery(
      app.database,
      sql<{ files: number; rows: number }>`select
        (select count(*)::int from lead_import_files where execution_id = ${id}) as files,
        (select count(*)::int from lead_import_rows where execution_id = ${id}) as rows`,
    )
    return left
  }
  const queued = async (): Promise<Execution> => {
    const lead = await sales().leads.create(sampleLead())
    return sales().leads.qualify(lead.id)
  }

  it('wait in the queue while their agent is paused, and run when it is resumed [agents.kill-switch]', async () => {
    await pause(true)
    const [first, second] = [await queued(), await queued()]
    const { data } = await sales().executions.list({ status: 'queued' })
    expect(data.map((e) => e.id)).toEqual([second.id, first.id])
    await pause(false)
    expect((await sales().executions.follow(first.id)).status).toBe('succeeded')
    expect((await sales().executions.follow(second.id)).status).toBe('succeeded')
  })

  it('of another organization run on while the agent is paused here', async () => {
    await pause(true)
    const lead = await app.globex.as('sales').leads.create(sampleLead())
    const run = await app.globex.as('sales').leads.qualify(lead.id, { wait: 30 })
    expect(run.status).toBe('succeeded')
    await pause(false)
  })

  it('show the pause to everybody who may see the agents', async () => {
    await pause(true)
    const { data } = await app.acme.as('viewer').agents.list()
    expect(data.map((a) => [a.type, a.enabled])).toEqual([
      ['lead_qualification', false],
      ['lead_import', true],
      ['lead_rescoring', true],
      ['lead_follow_up', false],
    ])
    await pause(false)
    const after = (await app.acme.as('viewer').agents.list()).data
    expect(after.find((a) => a.type === 'lead_qualification')?.enabled).toBe(true)
  })

  it('say in the list which lead they are about, by the name it has now', async () => {
    const lead = await sales().leads.create({ company_name: 'Before AG' })
    await sales().leads.qualify(lead.id, { wait: 30 })
    const changed = await sales().leads.get(lead.id)
    await sales().leads.update(lead.id, changed.etag, { company_name: 'After AG' })
    const { data } = await sales().executions.list({ lead_id: lead.id })
    expect(new Set(data.map((e) => e.lead_title))).toEqual(new Set(['After AG']))
    await app.acme.as('manager').leads.remove(lead.id)
    const all = (await sales().executions.list()).data
    expect(all.map((e) => e.lead_title)).not.toContain('After AG')
  })

  it('that wait are cancelled at once, and stay cancelled [executions.cancel]', async () => {
    await pause(true)
    const { id } = await queued()
    const answer = await app.request(`/api/v1/executions/${id}/cancel`, {
      method: 'POST',
      key: app.acme.keys.sales,
    })
    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'cancelled', error: { code: 'execution.cancelled' } },
    })
    await pause(false)
    const again = await app.request(`/api/v1/executions/${id}/cancel`, {
      method: 'POST',
      key: app.acme.keys.sales,
    })
    expect(again).toMatchObject({ status: 409, body: { code: 'execution.ended' } })
    expect((await sales().executions.get(id)).steps).toEqual([])
  })

  it('that run are cancelled, and leave no lead of a half-done import behind [executions.cancel]', async () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => ({
      lead_name: `Row ${i}`,
      source: 'cut',
    }))
    const { id } = await sales().leads.importJson(rows)
    for await (const event of sales().executions.events(id)) {
      if (event.payload.type === 'execution.progress') break
    }
    await sales().executions.cancel(id)
    const ended = await sales().executions.follow(id)
    expect(ended).toMatchObject({ status: 'cancelled', error: { code: 'execution.cancelled' } })
    expect((await sales().leads.list({ source: 'cut' })).data).toEqual([])
    expect(await leftOf(id)).toEqual({ files: 0, rows: 0 })
  })

  it('that wait are cancelled with the file they were to bring in [leads.import.leaves-nothing]', async () => {
    await pause(true, 'lead_import')
    const { id } = await sales().leads.importJson([{ lead_name: 'Never' }])
    expect(await leftOf(id)).toEqual({ files: 1, rows: 0 })
    await sales().executions.cancel(id)
    expect(await leftOf(id)).toEqual({ files: 0, rows: 0 })
    await pause(false, 'lead_import')
  })

  it('are replayed as a new execution with the same input', async () => {
    const first = await sales().executions.follow((await queued()).id)
    const answer = await app.request(`/api/v1/executions/${first.id}/replay`, {
      method: 'POST',
      key: app.acme.keys.sales,
    })
    expect(answer.status).toBe(202)
    expect(answer.headers.location).toBe(`/api/v1/executions/${answer.body.id}`)
    expect(answer.body).toMatchObject({ input_data: first.input_data, lead_id: first.lead_id })
    expect(answer.body.id).not.toBe(first.id)
    const second = await sales().executions.follow(answer.body.id)
    expect(second.status).toBe('succeeded')
    expect((await sales().leads.score(first.lead_id ?? '')).execution_id).toBe(second.id)
  })

  it('are not run again for real by a body that says null', async () => {
    const { id } = await sales().executions.follow((await queued()).id)
    const answer = await app.request(`/api/v1/executions/${id}/replay`, {
      method: 'POST',
      key: app.acme.keys.sales,
      body: 'null',
      headers: { 'content-type': 'application/json' },
    })
    expect(answer.status).toBe(422)
  })

  it('of an import are not replayed: the file is gone', async () => {
    const { id } = await sales().leads.importJson([{ lead_name: 'Ana' }])
    await sales().executions.follow(id)
    await expect(sales().executions.rerun(id)).rejects.toMatchObject({ status: 409 })
  })

  it('are listed newest first, page by page, and found by status, agent, lead and text', async () => {
    const runs = [await queued(), await queued(), await queued()]
    for (const { id } of runs) await sales().executions.follow(id)
    const first = await sales().executions.list({ limit: 2 })
    expect(first.data.map((e) => e.id)).toEqual([runs[2]?.id, runs[1]?.id])
    const next = await sales().executions.list({ limit: 1, cursor: first.next_cursor ?? '' })
    expect(next.data.map((e) => e.id)).toEqual([runs[0]?.id])
    const [, middle] = runs
    const found = async (query: object) =>
      (await sales().executions.list({ limit: 200, ...query })).data.map((e) => e.id)
    expect(await found({ lead_id: middle?.lead_id })).toEqual([middle?.id])
    expect(await found({ q: middle?.correlation_id })).toEqual([middle?.id])
    expect(await found({ q: '%' })).toEqual([])
    expect(await found({ status: 'failed' })).toEqual([])
    expect(await found({ agent_type: 'lead_qualification' })).toContain(middle?.id)
    expect((await found({ sort: 'created_at' })).at(-1)).toBe(runs[2]?.id)
  })

  it('are rows that tell what ran, on what, for whom, how long and at what cost, step by step [executions.record]', async () => {
    const run = await sales().executions.follow((await queued()).id)
    expect(run).toMatchObject({
      agent_type: 'lead_qualification',
      status: 'succeeded',
      engine: 'baseline',
      model: null,
      tokens_used: { input: 0, output: 0, cache_read: 0, cache_write: 0 },
      cost_usd: '0.000000',
      attempts: 1,
      triggered_by: 'key:sales key',
      error: null,
    })
    const times = [run.created_at, run.started_at, run.finished_at].map((t) => Date.parse(t ?? ''))
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(run.steps.slice(0, 5).map((s) => [s.seq, s.kind, s.name])).toEqual([
      [1, 'tool', 'mcp__erpnext__get_lead'],
      [2, 'code', 'read_settings'],
      [3, 'engine', 'judge'],
      [4, 'store', 'save_score'],
      [5, 'tool', 'mcp__erpnext__update_lead'],
    ])
    expect(run.steps.every((s) => s.summary !== '' && (s.duration_ms ?? -1) >= 0)).toBe(true)
  })

  it('carry the correlation id of the request that asked for them', async () => {
    const lead = await sales().leads.create(sampleLead())
    const run = await sales().leads.qualify(lead.id, { correlationId: 'ticket-4711' })
    expect(run.correlation_id).toBe('ticket-4711')
  })
})
