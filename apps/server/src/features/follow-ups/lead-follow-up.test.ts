/** The follow-up on a score: a task for the lead's owner, where the action has changed. */
import { sql } from 'kysely'
import { afterEach, expect, it } from 'vitest'
import { type TestApp, testApp } from '../../testing/test-app.ts'
import { ownerQuery } from '../../testing/test-database.ts'

/** A qualification, a look at the events, a run. */
const PATIENT = { timeout: 60_000 }

let app: TestApp
afterEach(() => app.close())

const URGENT = {
  company_name: 'Nordic Dairy',
  lead_name: 'Kari Berg',
  job_title: 'Plant manager',
  email_id: 'kari@example.com',
  country: 'Norway',
  industry: 'Food and beverage',
  lead_owner: 'ana@example.com',
  message:
    'Our bottling line is down since this morning. We need a PLC retrofit and a commissioning engineer this week; a budget of 120,000 EUR is approved. Please call me today.',
}

const tasks = async (leadId: string) =>
  (await app.acme.as('sales').activities.list({ lead_id: leadId })).data
const followUps = async () =>
  (await app.acme.as('sales').executions.list({ agent_type: 'lead_follow_up' })).data
/** Events that nobody has looked at yet for what they start. */
const eventsLeft = async () => {
  const [row] = await ownerQuery(
    app.database,
    sql<{ left: number }>`
      select count(*)::int as left from events, event_positions p where events.seq is null or events.seq > p.seq`,
  )
  return row?.left
}
const endedFollowUps = async () => {
  const runs = await followUps()
  return runs.filter((r) => r.status === 'succeeded').length
}

it('gives the owner a task once, until the action is another [agents.lead-follow-up]', async () => {
  app = await testApp({})
  const sales = app.acme.as('sales')
  await app.acme.as('manager').agents.setEnabled('lead_follow_up', true)
  const lead = await sales.leads.create(URGENT)
  await expect.poll(endedFollowUps, PATIENT).toBe(1)
  const scored = await sales.leads.score(lead.id)
  expect(scored.recommended_action).toBe('immediate_contact')
  expect(await tasks(lead.id)).toMatchObject([
    {
      activity_type: 'Task',
      subject: 'Contact this lead today',
      date: new Date().toISOString().slice(0, 10),
      priority: 'High',
      status: 'Open',
      allocated_to: 'ana@example.com',
      created_by: 'system:agent:lead_follow_up',
    },
  ])

  await sales.leads.qualify(lead.id, { wait: 20 })
  await expect.poll(endedFollowUps, PATIENT).toBe(2)
  expect(await tasks(lead.id)).toHaveLength(1)
  const [again] = await followUps()
  expect(again?.output_data).toMatchObject({ not: 'same_action' })

  // A person knows better; the next score follows them.
  await sales.leads.override(lead.id, {
    recommended_action: 'schedule_demo',
    reason: 'They have a spare line.',
  })
  await sales.leads.qualify(lead.id, { wait: 20 })
  await expect.poll(endedFollowUps, PATIENT).toBe(3)
  const subjects = (await tasks(lead.id)).map((t) => t.subject)
  expect(subjects.sort()).toEqual(['Arrange a demo with this lead', 'Contact this lead today'])
})

it('does nothing until somebody has switched it on [agents.lead-follow-up]', async () => {
  app = await testApp({})
  const lead = await app.acme.as('sales').leads.create(URGENT)
  await app.acme.as('sales').leads.qualify(lead.id, { wait: 20 })
  await expect.poll(eventsLeft, PATIENT).toBe(0)
  await app.acme.as('manager').agents.setEnabled('lead_follow_up', true)
  const second = await app.acme.as('sales').leads.create({ ...URGENT, company_name: 'Other' })
  await expect.poll(endedFollowUps, PATIENT).toBe(1)
  expect((await followUps())[0]?.lead_id).toBe(second.id)
  expect(await tasks(lead.id)).toEqual([])
})
