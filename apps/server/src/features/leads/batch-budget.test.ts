/** What many leads cost: the estimate by a model, and the budget that runs out on the way. The Messages API is scripted. */
import { DEFAULT_BUDGETS, type QualificationBatchInput } from '@insa/contracts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modelSays } from '../../testing/model-answers.ts'
import { qualifyOnRequest } from '../../testing/qualify-on-request.ts'
import { sampleLead } from '../../testing/sample-leads.ts'
import {
  type ScriptedAnthropic,
  startScriptedAnthropic,
} from '../../testing/scripted-anthropic/scripted-anthropic.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'
import { ownerQuery } from '../../testing/test-database.ts'

const UNSCORED: QualificationBatchInput['leads'] = { filter: { scored: 'no' } }

describe('many leads judged by a model', { timeout: 120_000 }, () => {
  let api: ScriptedAnthropic
  let app: TestApp
  beforeAll(async () => {
    api = await startScriptedAnthropic()
    api.play({ otherwise: { structured: modelSays({ fit: [90, 'industry', 'Steel'] }) } })
    app = await testApp({
      config: {
        engine: 'anthropic-api',
        concurrency: 2,
        model: { apiKey: 'the-real-key', oauthToken: null, baseUrl: api.url, loginHome: null },
      },
    })
    await qualifyOnRequest(app.acme)
  })
  afterAll(async () => {
    await app.close()
    await api.stop()
  })

  const manager = () => app.acme.as('manager')
  const sales = () => app.acme.as('sales')
  const limit = (limit_usd: string) =>
    manager().settings.updateBudgets({
      ...DEFAULT_BUDGETS,
      day: { limit_usd, on_crossing: 'stop' },
    })

  it('are estimated from the list of prices first, then from the median of own runs [batches.estimate]', async () => {
    const lead = await sales().leads.create(sampleLead())
    const listed = await sales().batches.estimate({ leads: UNSCORED })
    expect(listed).toMatchObject({
      leads: 1,
      engine: 'anthropic-api',
      model: 'claude-haiku-5-5',
      basis: 'price_list',
      basis_runs: 0,
      message: expect.stringContaining('from the list of prices'),
    })
    // One call of the small model, between a tenth of a cent and a cent.
    expect(Number(listed.usd)).toBeGreaterThan(0.0005)
    expect(Number(listed.usd)).toBeLessThan(0.01)
    for (let i = 0; i < 5; i += 1) await sales().leads.qualify(lead.id, { wait: 30 })
    await ownerQuery(
      app.database,
      sql`update agent_executions set cost_usd = case when id = (select max(id::text)::uuid from agent_executions) then 99 else 0.25 end`,
    )
    await sales().leads.create(sampleLead({ lead_name: 'One' }))
    await sales().leads.create(sampleLead({ lead_name: 'Two' }))
    expect(await sales().batches.estimate({ leads: UNSCORED })).toMatchObject({
      leads: 2,
      basis: 'own_runs',
      basis_runs: 5,
      usd_per_lead: '0.250000',
      usd: '0.500000',
      budget: { crosses: false },
    })
    await limit('0.40')
    const crossing = await sales().batches.estimate({ leads: UNSCORED })
    expect(crossing.budget.crosses).toBe(true)
    expect(crossing.message).toContain('the batch waits for the next day’s budget')
  })

  it('wait together when the budget of the day is used up, and none fails [batches.budget]', async () => {
    await limit('0.0001')
    const batch = await sales().batches.start({ leads: UNSCORED })
    const read = () => sales().batches.get(batch.id)
    await expect.poll(async () => (await read()).status, { timeout: 60_000 }).toBe('paused')
    await expect.poll(async () => (await read()).running, { timeout: 30_000 }).toBe(0)
    expect(await read()).toMatchObject({
      paused_for: 'budget',
      waits_for: 'budget',
      note: expect.stringContaining('may cost $0.0001'),
      left: 2,
      failed: 0,
      succeeded: 0,
    })
    await limit('20.00')
    // A budget is looked at again after a minute.
    await ownerQuery(
      app.database,
      sql`update execution_batches set paused_at = paused_at - interval '2 min'`,
    )
    await expect.poll(async () => (await read()).status, { timeout: 60_000 }).toBe('finished')
    const ended = await read()
    expect(ended).toMatchObject({ succeeded: 2, failed: 0, note: null })
    expect(Number(ended.cost_usd)).toBeGreaterThan(0)
  })
})
