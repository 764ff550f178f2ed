/** Replays through the whole program: what is read is the record, what is asked anew is a scripted Messages API. */
import { LeadScore } from '@insa/contracts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modelSays } from '../../testing/model-answers.ts'
import { EVERY_LEAD_IMMEDIATE, sampleLead } from '../../testing/sample-leads.ts'
import {
  type ScriptedAnthropic,
  startScriptedAnthropic,
} from '../../testing/scripted-anthropic/scripted-anthropic.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'
import { DATABASE_KINDS, ownerQuery } from '../../testing/test-database.ts'

const GET_LEAD = 'mcp__erpnext__get_lead'
const SONNET = 'claude-sonnet-5-5'

/** What the model says of sampleLead: less than our own engine. */
const JUDGED = modelSays({ fit: [90, 'industry', 'Steel'] })

describe.each(DATABASE_KINDS)('a replay on %s', { timeout: 240_000 }, (kind) => {
  let api: ScriptedAnthropic
  let app: TestApp
  beforeAll(async () => {
    api = await startScriptedAnthropic()
    app = await testApp({
      database: kind,
      config: {
        engine: 'anthropic-api',
        model: { apiKey: 'the-real-key', oauthToken: null, baseUrl: api.url, loginHome: null },
      },
    })
    api.play({ otherwise: { structured: JUDGED } })
    await app.acme.as('manager').settings.updateQualification({
      ...EVERY_LEAD_IMMEDIATE,
      auto_qualify: false,
      sales_email: 'sales@example.com',
    })
  })
  afterAll(async () => {
    await app.close()
    await api.stop()
  })

  const sales = () => app.acme.as('sales')
  async function qualified() {
    const lead = await sales().leads.create(sampleLead())
    const { id } = await sales().leads.qualify(lead.id)
    return { lead, run: await sales().executions.follow(id) }
  }
  const replayed = async (
    id: string,
    input: Parameters<ReturnType<typeof sales>['executions']['replay']>[1],
  ) => sales().executions.follow((await sales().executions.replay(id, input)).id)
  /** All that a replay may not touch: every row of ours but executions, steps, events, the books and the audit trail. */
  async function everything(): Promise<unknown> {
    const tables = ['leads', 'lead_scores', 'lead_score_history', 'outgoing_mails', 'settings']
    return Promise.all(
      tables.map((table) =>
        ownerQuery(app.database, sql`select * from ${sql.table(table)} order by 1`),
      ),
    )
  }

  it('on the same engine says the same, stores nothing and sends nothing [replay.touches-nothing]', async () => {
    const { lead, run } = await qualified()
    expect(run.steps.map((s) => s.name)).toContain('alert_immediate')
    const before = await everything()
    const again = await replayed(run.id, {})
    expect(again).toMatchObject({
      status: 'succeeded',
      replay: { of: run.id, engine: null, model: null, prompt: false },
      lead_id: lead.id,
      engine: 'anthropic-api',
    })
    const [first, second] = [run, again].map(({ output_data }) => LeadScore.parse(output_data))
    expect({ ...second, execution_id: '', scored_at: '' }).toEqual({
      ...first,
      execution_id: '',
      scored_at: '',
    })
    expect(again.steps.map((s) => [s.name, s.status])).toEqual([
      [GET_LEAD, 'replayed'],
      ['read_settings', 'replayed'],
      ['judge', 'succeeded'],
      ['save_score', 'replayed'],
      ['mcp__erpnext__update_lead', 'replayed'],
      ['alert_immediate', 'replayed'],
    ])
    expect(again.steps.at(-1)?.summary).toBe('Not done: Mail to sales@example.com')
    expect(await everything()).toEqual(before)
    expect((await sales().leads.score(lead.id)).execution_id).toBe(run.id)
  })

  it('calls no tool, and tells of nothing but itself [replay.touches-nothing]', async () => {
    const { run } = await qualified()
    const again = await replayed(run.id, {})
    const { data } = await app.acme.as('manager').audit.list({ execution_id: again.id })
    expect(data.map((e) => e.action).sort()).toEqual(['execution.replayed', 'model.called'])
    const events = await ownerQuery<{ type: string; about: string | null }>(
      app.database,
      sql`select type, execution_id::text as about from events where seq > (
        select min(seq) from events where execution_id = ${again.id}::uuid) and type not like 'settings%'`,
    )
    expect(events.filter((e) => e.about !== again.id)).toEqual([])
    expect(events.filter((e) => !e.type.startsWith('execution.'))).toEqual([])
  })

  it('reads what was read then, though the lead has changed and gone since [replay.from-record]', async () => {
    const { lead, run } = await qualified()
    const now = await sales().leads.get(lead.id)
    await sales().leads.update(lead.id, now.etag, { message: 'We changed our mind.' })
    const changed = await replayed(run.id, { engine: 'baseline' })
    await app.acme.as('manager').leads.remove(lead.id)
    const gone = await replayed(run.id, { engine: 'baseline' })
    expect(gone).toMatchObject({ status: 'succeeded', engine: 'baseline', lead_id: null })
    for (const { output_data } of [changed, gone]) {
      const { factor_scores } = LeadScore.parse(output_data)
      expect(factor_scores.budget.evidence[0]?.quote).toContain('250,000')
    }
  })

  it('runs on another engine, model and prompt, and says what it cost [replay.variants]', async () => {
    const { run } = await qualified()
    const own = await replayed(run.id, { engine: 'baseline' })
    expect(own).toMatchObject({ engine: 'baseline', model: null, cost_usd: '0.000000' })
    const { prompt } = await sales().executions.replayOptions(run.id)
    const before = api.messages().length
    const other = await replayed(run.id, { model: SONNET, prompt: `${prompt}\nBe strict.` })
    expect(other).toMatchObject({
      status: 'succeeded',
      model: SONNET,
      replay: { of: run.id, engine: null, model: SONNET, prompt: true },
    })
    expect(Number(other.cost_usd)).toBeGreaterThan(Number(run.cost_usd))
    const [asked] = api.messages().slice(before)
    expect(asked?.model).toBe(SONNET)
    expect(JSON.stringify(asked)).toContain('Be strict.')
  })

  it('answers a model’s tool calls from the record, and says where there is none [replay.from-record]', async () => {
    const { lead, run } = await qualified()
    api.play((request) =>
      JSON.stringify(request).includes('tool_result')
        ? { structured: JUDGED }
        : {
            tools: [
              { name: GET_LEAD, input: { lead_id: lead.id } },
              { name: GET_LEAD, input: { lead_id: run.id } },
            ],
          },
    )
    const before = api.messages().length
    const again = await replayed(run.id, {})
    api.play({ otherwise: { structured: JUDGED } })
    expect(again.status).toBe('succeeded')
    const heard = JSON.stringify(api.messages().slice(before).at(-1))
    expect(heard).toContain('Aceros del Norte')
    expect(heard).toContain('This is a replay, and there is no recorded answer to this call')
  })

  it('of a replay, and of a run that failed, goes as far as their record goes', async () => {
    const { run } = await qualified()
    const once = await replayed(run.id, { engine: 'baseline' })
    const twice = await replayed(once.id, {})
    expect(twice).toMatchObject({ status: 'succeeded', replay: { of: once.id } })
    await ownerQuery(
      app.database,
      sql`delete from execution_steps where execution_id = ${run.id}::uuid and name = 'read_settings'`,
    )
    const short = await replayed(run.id, {})
    expect(short).toMatchObject({
      status: 'failed',
      error: {
        code: 'replay.not_recorded',
        message: expect.stringContaining('never came to "read_settings"'),
      },
    })
  })

  it('is listed with the run that it is of, and counts in no figure of the leads', async () => {
    const { run } = await qualified()
    const overview = async () => (await sales().overview()).executions.succeeded
    const before = await overview()
    const again = await replayed(run.id, { engine: 'baseline' })
    const { data } = await sales().executions.list({ replay_of: run.id })
    expect(data.map((e) => e.id)).toEqual([again.id])
    expect(await overview()).toBe(before)
  })

  it('is refused of what runs, on an engine or model that is not here, and without the right', async () => {
    const { run, lead } = await qualified()
    expect(await sales().executions.replayOptions(run.id)).toEqual({
      engines: expect.arrayContaining(['anthropic-api', 'baseline']),
      models: ['claude-haiku-5-5', SONNET, 'claude-opus-5-5'],
      prompt: expect.stringContaining('lead'),
    })
    for (const [input, path] of [
      [{ engine: 'oracle' }, 'engine'],
      [{ model: 'gpt' }, 'model'],
      [{ engine: 'baseline', model: SONNET }, 'model'],
      [{ prompt: ' ' }, 'prompt'],
    ] as const) {
      await expect(sales().executions.replay(run.id, input)).rejects.toMatchObject({
        status: 422,
        problem: { errors: [{ path }] },
      })
    }
    await expect(app.acme.as('viewer').executions.replay(run.id, {})).rejects.toMatchObject({
      status: 403,
    })
    await app.acme.as('manager').agents.setEnabled('lead_qualification', false)
    const { id } = await sales().leads.qualify(lead.id)
    await expect(sales().executions.replay(id, {})).rejects.toMatchObject({
      status: 409,
      code: 'execution.not_ended',
    })
    await app.acme.as('manager').agents.setEnabled('lead_qualification', true)
  })

  it('without a body is a run for real, as ever', async () => {
    const { run, lead } = await qualified()
    const again = await sales().executions.follow((await sales().executions.rerun(run.id)).id)
    expect(again).toMatchObject({ status: 'succeeded', replay: null })
    expect((await sales().leads.score(lead.id)).execution_id).toBe(again.id)
  })

  it('of an import reads it all from the record, and brings no lead twice', async () => {
    const { id } = await sales().leads.importJson([{ lead_name: 'Ana' }, { lead_name: 'Bo' }])
    const run = await sales().executions.follow(id)
    const before = await everything()
    const again = await replayed(id, {})
    expect(again).toMatchObject({ status: 'succeeded', output_data: run.output_data })
    expect(await everything()).toEqual(before)
  })
})
