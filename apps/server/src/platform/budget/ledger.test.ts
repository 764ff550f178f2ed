import type { BudgetSettings } from '@insa/contracts'
import { DEFAULT_BUDGETS } from '@insa/contracts'
import { Decimal } from 'decimal.js'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DATABASE_KINDS, openTestDatabase, ownerQuery } from '../../testing/test-database.ts'
import type { Database } from '../database/database.ts'
import type { ModelCall, Permit, Refusal, Settlement } from '../engines/model-meter.ts'
import { NO_USAGE } from '../engines/models.ts'
import { writeSetting } from '../settings/settings.store.ts'
import { BUDGETS } from './budget-settings.ts'
import { freeDeadCalls } from './free-dead-calls.ts'
import { createLedger, type Ledger } from './ledger.ts'

const MODEL = 'claude-haiku-5-5'
const metrics = { modelCalled: () => undefined }

describe.each(DATABASE_KINDS)('the ledger of model calls on %s', (kind) => {
  let database: Database
  let organizationId: string
  let ledger: Ledger
  let problems: unknown[]
  beforeAll(async () => {
    database = await openTestDatabase(kind)
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    problems = []
    organizationId = uuidv7()
    await database.identity(({ db }) =>
      db
        .insertInto('organizations')
        .values({ id: organizationId, name: 'Org', slug: organizationId })
        .execute(),
    )
    ledger = newLedger()
  })

  const newLedger = (on: Database = database) =>
    createLedger({ database: on, metrics, onError: (error) => problems.push(error) })
  const setBudgets = (change: Partial<BudgetSettings>) =>
    database.tenant(organizationId, (tx) =>
      writeSetting(tx, BUDGETS, { ...DEFAULT_BUDGETS, ...change }, 'user:ana'),
    )
  const call = (worstCaseUsd: string, payer: Partial<ModelCall['payer']> = {}): ModelCall => ({
    payer: {
      organizationId,
      executionId: uuidv7(),
      agentType: 'lead_qualification',
      step: 'judge',
      leadId: null,
      ...payer,
    },
    engine: 'anthropic-api',
    model: MODEL,
    number: 1,
    inputTokensAtMost: 1_000,
    outputTokensAtMost: 500,
    worstCaseUsd,
    batch: false,
  })
  const cost = (costUsd: string, more: Partial<Settlement> = {}): Settlement => ({
    model: MODEL,
    usage: { ...NO_USAGE, input: 100, output: 20 },
    costUsd,
    outcome: 'answered',
    estimated: false,
    durationMs: 1_200,
    ...more,
  })
  const granted = (answer: Permit | Refusal): Permit => {
    if (!answer.granted) throw new Error(answer.message)
    return answer
  }
  const counters = async () => {
    const rows = await database.tenant(organizationId, ({ db }) =>
      db.selectFrom('budget_counters').selectAll().orderBy('scope').execute(),
    )
    return Object.fromEntries(
      rows.map((r) => [r.scope, [Number(r.reserved_usd), Number(r.spent_usd)]]),
    )
  }
  const calls = () =>
    database.tenant(organizationId, ({ db }) =>
      db.selectFrom('model_calls').selectAll().orderBy('id').execute(),
    )
  const audited = async () =>
    (
      await database.tenant(organizationId, ({ db }) =>
        db.selectFrom('audit_entries').selectAll().orderBy('id').execute(),
      )
    ).map(({ action, details, cost_usd, tokens }) => ({ action, details, cost_usd, tokens }))

  it('holds the worst case back before a call, and books what it did cost after [budget.reserve]', async () => {
    const leadId = uuidv7()
    const permit = granted(await ledger.reserve(call('0.10', { leadId })))
    expect(await counters()).toEqual({ day: [0.1, 0], lead: [0.1, 0], run: [0.1, 0] })
    await ledger.settle(permit, cost('0.0000125'))
    expect(await counters()).toEqual({
      day: [0, 0.0000125],
      lead: [0, 0.0000125],
      run: [0, 0.0000125],
    })
    const [row] = await calls()
    expect(row).toMatchObject({
      status: 'answered',
      model: MODEL,
      lead_id: leadId,
      cost_usd: '0.0000125000',
      input_tokens: 100,
      output_tokens: 20,
      duration_ms: 1_200,
    })
  })

  it('books a call once, however often it is settled', async () => {
    const permit = granted(await ledger.reserve(call('0.10')))
    await ledger.settle(permit, cost('0.02'))
    await ledger.settle(permit, cost('0.02'))
    expect(await counters()).toMatchObject({ day: [0, 0.02] })
    expect((await audited()).map((e) => e.action)).toEqual(['model.called'])
  })

  it('refuses what could pass the limit of the run, and says what to do [budget.limits]', async () => {
    const executionId = uuidv7()
    const first = granted(await ledger.reserve(call('0.30', { executionId })))
    await ledger.settle(first, cost('0.21'))
    const open = granted(await ledger.reserve(call('0.20', { executionId })))
    const refused = await ledger.reserve(call('0.10', { executionId }))
    expect(refused).toEqual({
      granted: false,
      code: 'budget.run_exceeded',
      message:
        'This run may cost $0.50; $0.21 are spent and $0.20 held back for calls under way, and the next call could cost $0.10. Raise the limit under Settings, Budgets.',
      instead: 'downgrade',
    })
    expect(await counters()).toEqual({ day: [0.2, 0.21], run: [0.2, 0.21] })
    await ledger.settle(open, cost('0.001'))
    granted(await ledger.reserve(call('0.10', { executionId })))
  })

  it.each([
    ['day', {}, 'budget.day_exceeded'],
    ['deal', { leadId: uuidv7() }, 'budget.lead_exceeded'],
  ] as const)(
    'refuses what could pass the limit of the %s, over all runs [budget.limits]',
    async (scope, payer, code) => {
      await setBudgets({ [scope]: { limit_usd: '1', on_crossing: 'stop' } })
      for (let run = 0; run < 3; run += 1) {
        const permit = granted(await ledger.reserve(call('0.40', payer)))
        await ledger.settle(permit, cost('0.30'))
      }
      expect(await ledger.reserve(call('0.40', payer))).toMatchObject({ code, instead: 'stop' })
      granted(await ledger.reserve(call('0.10', payer)))
      const [refusal] = (await audited()).filter((e) => e.action === 'model.refused')
      expect(refusal?.details).toMatchObject({ code, worst_case_usd: '0.40' })
    },
  )

  it('counts a customer’s runs together [budget.limits]', async () => {
    await setBudgets({ deal: { limit_usd: '0.50', on_crossing: 'downgrade' } })
    const customer = uuidv7()
    const run = async () => {
      const id = uuidv7()
      await database.tenant(organizationId, ({ db }) =>
        db
          .insertInto('agent_executions')
          .values({
            id,
            agent_type: 'quote',
            engine: 'x',
            correlation_id: 'c',
            triggered_by: 't',
            customer_id: customer,
          })
          .execute(),
      )
      return ledger.reserve(call('0.30', { executionId: id }))
    }
    granted(await run())
    expect(await run()).toMatchObject({ code: 'budget.customer_exceeded' })
  })

  it('has no limit where none is set, and keeps the books all the same', async () => {
    const none = { limit_usd: null, on_crossing: 'stop' as const }
    await setBudgets({ run: none, day: none, deal: none })
    const permit = granted(await ledger.reserve(call('1000')))
    await ledger.settle(permit, cost('999'))
    expect(await counters()).toMatchObject({ day: [0, 999], run: [0, 999] })
  })

  it('allows nothing when a limit cannot be read [budget.fail-closed]', async () => {
    await database.tenant(organizationId, ({ db }) =>
      db
        .insertInto('settings')
        .values({ name: 'budgets', value: sql`'{"run": "much"}'::jsonb`, updated_by: 'x' })
        .execute(),
    )
    expect(await ledger.reserve(call('0.01'))).toMatchObject({
      granted: false,
      code: 'budget.unreadable',
    })
    expect(problems).toHaveLength(1)
    const broken = { ...database, tenant: () => Promise.reject(new Error('The line is cut.')) }
    expect(await newLedger(broken).reserve(call('0.01'))).toMatchObject({
      granted: false,
      code: 'budget.unreadable',
    })
    expect(await calls()).toEqual([])
  })

  it('writes down what cost when the database answers again', async () => {
    let cut = false
    const shaky: Database = {
      ...database,
      tenant: (id, work) =>
        cut ? Promise.reject(new Error('The line is cut.')) : database.tenant(id, work),
    }
    const other = newLedger(shaky)
    const permit = granted(await other.reserve(call('0.10')))
    cut = true
    await other.settle(permit, cost('0.02'))
    expect(await counters()).toMatchObject({ day: [0.1, 0] })
    cut = false
    await other.stop()
    expect(await counters()).toMatchObject({ day: [0, 0.02] })
  })

  it('never promises the same dollar twice, however many ask at once [budget.concurrent]', async () => {
    await setBudgets({ day: { limit_usd: '1', on_crossing: 'stop' } })
    const others = Array.from({ length: 4 }, () => newLedger())
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => others[i % 4]?.reserve(call('0.07'))),
    )
    expect(answers.filter((a) => a?.granted).length).toBe(14)
    expect(await counters()).toMatchObject({ day: [0.98, 0] })
    expect((await calls()).length).toBe(14)
  })

  it('never spends more than the limit, whatever calls come to [budget.concurrent]', async () => {
    await setBudgets({ day: { limit_usd: '0.50', on_crossing: 'stop' } })
    const others = Array.from({ length: 3 }, () => newLedger())
    const runs = others.map(async (own, n) => {
      for (let i = 0; i < 12; i += 1) {
        const answer = await own.reserve(call('0.05'))
        if (answer.granted) await own.settle(answer, cost(`0.0${(n + i) % 5}`))
      }
    })
    await Promise.all(runs)
    const rows = await calls()
    const spent = rows.reduce((sum, r) => sum.plus(r.cost_usd), new Decimal(0))
    expect(spent.lte('0.50')).toBe(true)
    const { day } = await counters()
    expect(day).toEqual([0, spent.toNumber()])
  })

  it('frees what a dead process held back, and books it as spent: the call may have been made [budget.dead]', async () => {
    granted(await newLedger().reserve(call('0.10')))
    const living = granted(await ledger.reserve(call('0.20')))
    await ownerQuery(
      database,
      sql`update model_calls set lease_until = now() - interval '1 second' where worst_case_usd = 0.1`,
    )
    await freeDeadCalls(database, null)
    expect(await counters()).toMatchObject({ day: [0.2, 0.1] })
    expect((await calls()).map((c) => [c.status, Number(c.cost_usd), c.estimated])).toEqual([
      ['lost', 0.1, true],
      ['reserved', 0, false],
    ])
    await ledger.settle(living, cost('0.01'))
    expect(await counters()).toMatchObject({ day: [0, 0.11] })
  })

  it('corrects a call that was given up, when its process turns out to live', async () => {
    const permit = granted(await ledger.reserve(call('0.10')))
    await ownerQuery(
      database,
      sql`update model_calls set lease_until = now() - interval '1 second'`,
    )
    await freeDeadCalls(database, null)
    expect(await counters()).toMatchObject({ day: [0, 0.1] })
    await ledger.settle(permit, cost('0.02'))
    expect(await counters()).toMatchObject({ day: [0, 0.02] })
    expect((await calls())[0]).toMatchObject({ status: 'answered', estimated: false })
  })

  it('records each call with its tokens and its cost, and nothing of what was said', async () => {
    const permit = granted(await ledger.reserve(call('0.10')))
    const usage = { input: 10, output: 20, cache_read: 4_000, cache_write: 30, cache_write_1h: 30 }
    await ledger.settle(permit, cost('0.0000571', { usage }))
    expect(await audited()).toEqual([
      {
        action: 'model.called',
        details: { engine: 'anthropic-api', number: 1, outcome: 'answered', step: 'judge' },
        cost_usd: '0.000057',
        tokens: { input: 10, output: 20, cache_read: 4_000, cache_write: 30 },
      },
    ])
    // 4,000 tokens at 0.10 instead of 0.01 a million.
    expect((await calls())[0]?.cache_saved_usd).toBe('0.0003600000')
  })
})

describe('the ledger of a site with one process', () => {
  it('frees at its start what the last process held back [budget.dead]', async () => {
    const database = await openTestDatabase('pglite')
    const organizationId = uuidv7()
    await database.identity(({ db }) =>
      db
        .insertInto('organizations')
        .values({ id: organizationId, name: 'Org', slug: organizationId })
        .execute(),
    )
    const problems: unknown[] = []
    const make = () => createLedger({ database, metrics, onError: (error) => problems.push(error) })
    const payer = {
      organizationId,
      executionId: uuidv7(),
      agentType: 'a',
      step: 's',
      leadId: null,
    }
    const worst = {
      payer,
      engine: 'e',
      model: MODEL,
      number: 1,
      inputTokensAtMost: 1,
      outputTokensAtMost: 1,
      worstCaseUsd: '0.10',
      batch: false,
    }
    await make().reserve(worst)
    const next = make()
    await next.start()
    await next.stop()
    const rows = await database.tenant(organizationId, ({ db }) =>
      db.selectFrom('model_calls').select('status').execute(),
    )
    expect([rows, problems]).toEqual([[{ status: 'lost' }], []])
    await database.close()
  })
})
