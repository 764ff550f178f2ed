import { DEFAULT_BUDGETS } from '@insa/contracts'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLedger } from '../../platform/budget/ledger.ts'
import type { Settlement } from '../../platform/engines/model-meter.ts'
import { sampleLead } from '../../testing/sample-leads.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'
import { DATABASE_KINDS } from '../../testing/test-database.ts'

const HAIKU = 'claude-haiku-5-5'
const SONNET = 'claude-sonnet-5-5'

describe.each(DATABASE_KINDS)('the costs on %s', (kind) => {
  let app: TestApp
  let lead: { id: string }
  let run: { id: string }
  beforeAll(async () => {
    app = await testApp({ database: kind })
    lead = await app.acme.as('sales').leads.create(sampleLead())
    run = await app.acme.as('sales').leads.qualify(lead.id, { wait: 30 })
    await spend({ executionId: run.id, leadId: lead.id, step: 'judge' }, HAIKU, '0.0012345')
    await spend({ executionId: run.id, leadId: lead.id, step: 'judge' }, HAIKU, '0.0000005')
    await spend({ executionId: run.id, leadId: lead.id, step: 'second' }, SONNET, '0.05')
    await spend({ executionId: uuidv7(), leadId: null, step: 'judge' }, HAIKU, '0.01', {
      outcome: 'cut',
      estimated: true,
    })
  })
  afterAll(() => app.close())

  const manager = () => app.acme.as('manager')
  async function spend(
    of: { executionId: string; leadId: string | null; step: string },
    model: string,
    costUsd: string,
    more: Partial<Settlement> = {},
  ): Promise<void> {
    const ledger = createLedger({
      database: app.database,
      metrics: { modelCalled: () => undefined },
      onError: (error) => {
        throw error
      },
    })
    const permit = await ledger.reserve({
      payer: { organizationId: app.acme.id, agentType: 'lead_qualification', ...of },
      engine: 'anthropic-api',
      model,
      number: 1,
      inputTokensAtMost: 1,
      outputTokensAtMost: 1,
      worstCaseUsd: '0.10',
      batch: false,
    })
    if (!permit.granted) throw new Error(permit.message)
    await ledger.settle(permit, {
      model,
      usage: { input: 100, output: 50, cache_read: 5_000, cache_write: 0, cache_write_1h: 0 },
      costUsd,
      outcome: 'answered',
      estimated: false,
      durationMs: 900,
      ...more,
    })
  }
  const rows = async (query: object) =>
    (await manager().costs(query)).data.map((r) => [r.label, r.calls, r.executions, r.cost_usd])

  it('are added up exactly, with tokens and what the cache saved [costs.sums]', async () => {
    const { totals, today } = await manager().costs()
    expect(totals).toEqual({
      calls: 4,
      executions: 2,
      tokens: { input: 400, output: 200, cache_read: 20_000, cache_write: 0 },
      cost_usd: '0.061235',
      // 15,000 tokens at 0.10 instead of 0.01, and 5,000 at 2.00 instead of 0.10, a million.
      cache_saved_usd: '0.010850',
      lost_calls: 0,
      estimated_calls: 1,
    })
    expect(today).toEqual({
      limit_usd: '20.000000',
      spent_usd: '0.061235',
      reserved_usd: '0.000000',
      left_usd: '19.938765',
    })
  })

  it('are told by day without gaps, by model, lead, run, agent and step [costs.groups]', async () => {
    const days = await manager().costs({ group_by: 'day' })
    expect(days.data).toHaveLength(30)
    expect(days.data.at(-1)).toMatchObject({ key: days.to, calls: 4, cost_usd: '0.061235' })
    expect(days.data[0]).toMatchObject({ key: days.from, calls: 0, cost_usd: '0.000000' })
    expect(await rows({ group_by: 'model' })).toEqual([
      [SONNET, 1, 1, '0.050000'],
      [HAIKU, 3, 2, '0.011235'],
    ])
    expect(await rows({ group_by: 'lead' })).toEqual([
      ['Aceros del Norte', 3, 1, '0.051235'],
      ['no lead', 1, 1, '0.010000'],
    ])
    expect((await rows({ group_by: 'execution' }))[0]).toEqual([run.id, 3, 1, '0.051235'])
    expect(await rows({ group_by: 'agent' })).toEqual([['lead_qualification', 4, 2, '0.061235']])
    expect(await rows({ group_by: 'step' })).toEqual([
      ['second', 1, 1, '0.050000'],
      ['judge', 3, 2, '0.011235'],
    ])
    expect(await rows({ group_by: 'engine', limit: 1 })).toEqual([
      ['anthropic-api', 4, 2, '0.061235'],
    ])
  })

  it('are narrowed to a lead, a run, a model, an agent and a span of days', async () => {
    const calls = async (query: object) => (await manager().costs(query)).totals.calls
    expect(await calls({ lead_id: lead.id })).toBe(3)
    expect(await calls({ execution_id: run.id, model: HAIKU })).toBe(2)
    expect(await calls({ agent_type: 'nobody' })).toBe(0)
    const { from } = await manager().costs()
    expect(await calls({ from, to: from })).toBe(0)
    expect((await manager().costs({ from, to: from })).data).toHaveLength(1)
  })

  it.each([
    { from: '2026-02-02', to: '2026-02-01' },
    { from: '2020-01-01', to: '2026-01-01' },
    { from: '0001-01-01', to: '0001-01-02' },
  ])('refuse the span %j with 422', async (query) => {
    await expect(manager().costs(query)).rejects.toMatchObject({ status: 422 })
  })

  it('are the organization’s own, and for managers', async () => {
    expect((await app.globex.as('manager').costs()).totals.calls).toBe(0)
    await expect(app.acme.as('sales').costs()).rejects.toMatchObject({ status: 403 })
  })

  it('have limits that a manager sets, checked and recorded', async () => {
    expect(await manager().settings.budgets()).toEqual(DEFAULT_BUDGETS)
    const budgets = {
      ...DEFAULT_BUDGETS,
      day: { limit_usd: '5', on_crossing: 'stop' as const },
      deal: { limit_usd: '1.25', on_crossing: 'ask' as const },
    }
    expect(await manager().settings.updateBudgets(budgets)).toEqual(budgets)
    expect((await manager().costs()).today).toMatchObject({ limit_usd: '5.000000' })
    const [entry] = (await manager().audit.list({ action: 'settings.changed' })).data
    expect(entry?.subject_id).toBe('budgets')
    for (const limit_usd of ['-1', '1e9', '0.1234567', 'much', 1]) {
      const { status } = await app.request('/api/v1/settings/budgets', {
        method: 'PUT',
        key: app.acme.keys.manager,
        body: { ...budgets, run: { limit_usd, on_crossing: 'stop' } },
      })
      expect(status).toBe(422)
    }
    await expect(app.acme.as('sales').settings.updateBudgets(budgets)).rejects.toMatchObject({
      status: 403,
    })
  })

  it('stand in the execution as the ledger has booked them, also when it fails [costs.sums]', async () => {
    await manager().agents.setEnabled('lead_qualification', false)
    const queued = await app.acme.as('sales').leads.qualify(lead.id)
    await spend({ executionId: queued.id, leadId: lead.id, step: 'judge' }, HAIKU, '0.0007')
    await manager().leads.remove(lead.id)
    await manager().agents.setEnabled('lead_qualification', true)
    const ended = await app.acme.as('sales').executions.follow(queued.id)
    expect(ended).toMatchObject({
      status: 'failed',
      cost_usd: '0.000700',
      tokens_used: { input: 100, output: 50, cache_read: 5_000, cache_write: 0 },
    })
  })

  it('survive the lead that they were made for', async () => {
    const { data } = await manager().costs({ group_by: 'lead' })
    expect(data.map((r) => r.label)).toContain(lead.id)
  })
})
