/** What happens at a limit, through the whole program: the Messages API is scripted, the ledger is real. */
import { ApprovalRules, DEFAULT_BUDGETS, type Execution, type OnCrossing } from '@insa/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { modelSays } from '../../testing/model-answers.ts'
import { qualifyOnRequest } from '../../testing/qualify-on-request.ts'
import { sampleLead } from '../../testing/sample-leads.ts'
import {
  type ScriptedAnthropic,
  startScriptedAnthropic,
} from '../../testing/scripted-anthropic/scripted-anthropic.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'

/** Less than any call can cost at most. */
const TOO_LITTLE = '0.0001'

describe('a run that could pass its limit', { timeout: 120_000 }, () => {
  let api: ScriptedAnthropic
  let app: TestApp
  let asked: number
  beforeAll(async () => {
    api = await startScriptedAnthropic()
    api.play({ otherwise: { structured: modelSays({ fit: [90, 'industry', 'Steel'] }) } })
    app = await testApp({
      config: {
        engine: 'anthropic-api',
        model: { apiKey: 'the-real-key', oauthToken: null, baseUrl: api.url, loginHome: null },
      },
    })
    await qualifyOnRequest(app.acme)
  })
  afterAll(async () => {
    await app.close()
    await api.stop()
  })
  beforeEach(() => {
    asked = api.messages().length
  })

  const manager = () => app.acme.as('manager')
  const sales = () => app.acme.as('sales')
  const modelWasAsked = () => api.messages().length - asked
  async function qualify(on_crossing: OnCrossing): Promise<Execution> {
    await manager().settings.updateBudgets({
      ...DEFAULT_BUDGETS,
      run: { limit_usd: TOO_LITTLE, on_crossing },
    })
    const lead = await sales().leads.create(sampleLead())
    return sales().leads.qualify(lead.id)
  }
  const ended = ({ id }: Execution) => sales().executions.follow(id)
  const questionOf = async ({ id }: Execution) => {
    await expect
      .poll(async () => (await sales().executions.get(id)).status, { interval: 50 })
      .toBe('waiting_approval')
    const [question] = (await manager().approvals.list({ execution_id: id, status: 'pending' }))
      .data
    if (!question) throw new Error('Nobody is asked.')
    return question
  }

  it('fails where the limit stops it, before the model is asked [budget.limits]', async () => {
    expect(await ended(await qualify('stop'))).toMatchObject({
      status: 'failed',
      error: { code: 'budget.run_exceeded', message: expect.stringContaining('may cost $0.0001') },
      cost_usd: '0.000000',
    })
    expect(modelWasAsked()).toBe(0)
  })

  it('goes on with the baseline where it downgrades, and says so [budget.limits]', async () => {
    const execution = await ended(await qualify('downgrade'))
    expect(execution).toMatchObject({ status: 'succeeded', engine: 'baseline' })
    expect(JSON.stringify(execution.output_data)).toContain('engine_fallback')
    expect(modelWasAsked()).toBe(0)
  })

  it('waits for a person where it asks, and goes on with the model when they allow it [budget.ask]', async () => {
    const execution = await qualify('ask')
    const question = await questionOf(execution)
    expect(question).toMatchObject({
      tool: 'mcp__budget__allow_more',
      caller: 'code',
      changes: [
        { field: 'limit of this run, US dollars', old: '0.00' },
        { field: 'spent and held back so far' },
      ],
      may_decide: true,
    })
    expect(question.reasons.map((r) => r.text)).toContain(
      'The budget is used up, and the rule is to ask.',
    )
    expect(modelWasAsked()).toBe(0)
    await manager().approvals.approve(question.id)
    expect(await ended(execution)).toMatchObject({
      status: 'succeeded',
      engine: 'anthropic-api',
      model: 'claude-haiku-5-5',
    })
    expect(modelWasAsked()).toBeGreaterThan(0)
    const allowed = await manager().audit.list({ tool: 'mcp__budget__allow_more' })
    expect(allowed.data.map((e) => e.action)).toEqual(
      expect.arrayContaining(['approval.requested', 'tool.called']),
    )
  })

  it('goes on with the baseline when they do not [budget.ask]', async () => {
    const execution = await qualify('ask')
    await manager().approvals.reject((await questionOf(execution)).id, 'Not for this one.')
    const over = await ended(execution)
    expect(over).toMatchObject({ status: 'succeeded', engine: 'baseline' })
    expect(JSON.stringify(over.output_data)).toContain('engine_fallback')
    expect(modelWasAsked()).toBe(0)
  })

  it('asks again when what they allowed is not enough, and as often as its patience goes', async () => {
    const execution = await qualify('ask')
    for (let n = 0; n < 3; n += 1) {
      const { id, arguments: wanted } = await questionOf(execution)
      const less = { ...wanted, amount_usd: '0.00001' }
      await manager().approvals.approve(id, { arguments: less })
    }
    expect(await ended(execution)).toMatchObject({ status: 'succeeded', engine: 'baseline' })
  })

  it('lets nobody turn leave for one run into leave for another', async () => {
    const execution = await qualify('ask')
    const { id, arguments: wanted } = await questionOf(execution)
    const elsewhere = { ...wanted, scope: 'day', key: '2026-11-30' }
    await expect(manager().approvals.approve(id, { arguments: elsewhere })).rejects.toMatchObject({
      status: 422,
      problem: {
        errors: [
          { path: 'arguments.scope', code: 'approval.argument_fixed' },
          { path: 'arguments.key', code: 'approval.argument_fixed' },
        ],
      },
    })
    await manager().approvals.reject(id, 'No.')
    await ended(execution)
  })

  it('asks a person whatever is exempt by the rules [budget.ask]', async () => {
    await app.acme
      .as('administrator')
      .settings.updateApprovalRules(ApprovalRules.parse({ effects: [], exempt: [{ tool: '*' }] }))
    const execution = await qualify('ask')
    await manager().approvals.reject((await questionOf(execution)).id, 'No.')
    await ended(execution)
    await app.acme.as('administrator').settings.updateApprovalRules(ApprovalRules.parse({}))
  })

  it('asks nobody in a replay', async () => {
    const execution = await ended(await qualify('downgrade'))
    await manager().settings.updateBudgets({
      ...DEFAULT_BUDGETS,
      run: { limit_usd: TOO_LITTLE, on_crossing: 'ask' },
    })
    const replay = await ended(await sales().executions.replay(execution.id, {}))
    expect(replay).toMatchObject({ status: 'succeeded', engine: 'baseline' })
    expect((await manager().approvals.list({ execution_id: replay.id })).data).toEqual([])
  })
})
