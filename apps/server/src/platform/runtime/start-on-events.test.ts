/** Agents that start on others' events: once for each event, and no chain without an end. */
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { afterEach, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../../testing/test-app.ts'
import { DATABASE_KINDS, ownerQuery } from '../../testing/test-database.ts'
import type { AgentDefinition } from './agent.ts'

let app: TestApp
afterEach(() => app.close())

const agent = (
  type: string,
  more: Pick<AgentDefinition, 'startsOn' | 'isOffAtFirst'>,
  run: AgentDefinition['run'] = async () => ({ output: {} }),
): AgentDefinition => ({
  type,
  title: type,
  description: 'For this test.',
  tools: [],
  timeoutMs: 60_000,
  ...more,
  run,
})

/** Begins on every lead that is scored IMMEDIATE or HIGH. */
const reacting = agent('reacting', {
  startsOn: [
    {
      event: 'lead.scored',
      input: ({ lead_id, priority }) =>
        priority === 'LOW' ? null : { input: { lead_id, priority }, leadId: lead_id },
    },
  ],
})

const runsOf = async (type: string) =>
  (await app.acme.as('sales').executions.list({ agent_type: type })).data

/** As if the scheduler had died before it wrote down how far it had got. */
const forgetPosition = () => ownerQuery(app.database, sql`update event_positions set seq = 0`)

const position = async () => {
  const [row] = await ownerQuery(
    app.database,
    sql<{ behind: number }>`
      select (select max(seq) from events)::int - (select seq from event_positions)::int as behind`,
  )
  return row?.behind
}

describe.each(DATABASE_KINDS)('an agent that starts on an event, on %s', (kind) => {
  it('runs once for each, with what the other run had, and not again after a crash [agents.start-on-event]', async () => {
    app = await testApp({ database: kind, agents: [reacting] })
    const sales = app.acme.as('sales')
    const lead = await sales.leads.create({
      company_name: 'Acme Foods',
      message: 'Our line is down. We need a new PLC this week, budget 80,000 EUR is approved.',
    })
    await expect
      .poll(async () => (await runsOf('reacting'))[0]?.status, { timeout: 60_000 })
      .toBe('succeeded')
    const [first] = await runsOf('lead_qualification')
    const [second] = await runsOf('reacting')
    expect(second).toMatchObject({
      triggered_by: 'event:lead.scored',
      fed_by: first?.id,
      correlation_id: first?.correlation_id,
      lead_id: lead.id,
      input_data: { lead_id: lead.id, priority: first?.output_data?.priority },
    })

    await forgetPosition()
    await expect.poll(position).toBe(0)
    expect(await runsOf('reacting')).toHaveLength(1)
    await sales.leads.qualify(lead.id, { wait: 20 })
    await expect.poll(async () => (await runsOf('reacting')).length).toBe(2)
  })
})

it('starts nothing for an event that its input declines, and nothing while it is off [agents.start-on-event]', async () => {
  const off = { ...reacting, type: 'off_at_first', isOffAtFirst: true }
  app = await testApp({ agents: [reacting, off] })
  const publish = (priority: string) =>
    app.database.tenant(app.acme.id, (tx) =>
      sql`insert into events (id, type, payload) values (${uuidv7()}, 'lead.scored', ${JSON.stringify(
        {
          type: 'lead.scored',
          lead_id: uuidv7(),
          execution_id: uuidv7(),
          qualification_score: 50,
          priority,
          recommended_action: 'nurture',
        },
      )})`.execute(tx.db),
    )
  await publish('LOW')
  await expect.poll(position, { timeout: 60_000 }).toBe(0)
  expect([await runsOf('reacting'), await runsOf('off_at_first')]).toEqual([[], []])
  const listed = await app.acme.as('manager').agents.list()
  expect(listed.data.find((a) => a.type === 'off_at_first')?.enabled).toBe(false)
  // To limit it is not to switch it on.
  const limited = await app.acme.as('manager').agents.setLimits('off_at_first', { max_running: 3 })
  expect(limited.enabled).toBe(false)
})

it('ends a chain of agents that start each other [agents.start-on-event]', async () => {
  const echoing = agent(
    'echoing',
    { startsOn: [{ event: 'leads.imported', input: () => ({ input: {}, leadId: null }) }] },
    async (run) => {
      await run.store({ kind: 'store', name: 'echo', summary: () => 'echoed' }, (tx) =>
        sql`insert into events (id, type, execution_id, payload) values (${uuidv7()}, 'leads.imported', ${run.executionId}, ${JSON.stringify(
          { type: 'leads.imported', execution_id: run.executionId, count: 1 },
        )})`
          .execute(tx.db)
          .then(() => null),
      )
      return { output: {} }
    },
  )
  app = await testApp({ agents: [echoing] })
  await app.acme.as('sales').leads.importJson([{ company_name: 'One' }])
  await expect.poll(async () => (await runsOf('echoing')).length, { timeout: 60_000 }).toBe(3)
  await expect.poll(position, { timeout: 60_000 }).toBe(0)
  await expect
    .poll(async () => (await runsOf('echoing')).map((r) => r.status))
    .toEqual(['succeeded', 'succeeded', 'succeeded'])
  await expect.poll(position, { timeout: 60_000 }).toBe(0)
  expect(await runsOf('echoing')).toHaveLength(3)
})
