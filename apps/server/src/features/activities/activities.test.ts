import { ACTIVITY_SORTS } from '@insa/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleLead } from '../../testing/sample-leads.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'

describe('activities', () => {
  let app: TestApp
  let lead_id: string
  beforeAll(async () => {
    app = await testApp({ working: false })
    lead_id = (await app.acme.as('sales').leads.create(sampleLead())).id
  })
  afterAll(() => app.close())

  const sales = () => app.acme.as('sales')

  it('of each type have what that type has, and no more', async () => {
    const note = await sales().activities.create({ activity_type: 'Note', content: 'Hi', lead_id })
    expect(note).toMatchObject({ status: null, priority: null, communication_date: null })
    expect(note.created_by).toMatch(/^key:/)
    const call = await sales().activities.create({
      activity_type: 'Call',
      subject: 'Rang',
      sent_or_received: 'Sent',
      lead_id,
    })
    expect(call.communication_date).not.toBeNull()
    const task = await sales().activities.create({
      activity_type: 'Task',
      subject: 'Send the offer',
      date: '2031-03-31',
      allocated_to: 'ana@example.com',
      lead_id,
    })
    expect(task).toMatchObject({ status: 'Open', priority: 'Medium', date: '2031-03-31' })
    await expect(
      sales().activities.create({
        activity_type: 'Note',
        content: 'x',
        date: '2031-01-01',
        lead_id,
      }),
    ).rejects.toMatchObject({ status: 422, problem: { errors: [{ path: 'date' }] } })
    await expect(
      sales().activities.create({
        activity_type: 'Event',
        subject: 'x',
        starts_on: '2031-01-02T10:00:00.000Z',
        ends_on: '2031-01-02T09:00:00.000Z',
        lead_id,
      }),
    ).rejects.toMatchObject({ status: 422, problem: { errors: [{ path: 'ends_on' }] } })
    const { status } = await app.request('/api/v1/activities', {
      key: app.acme.keys.sales,
      body: { activity_type: 'Note', content: 'x' },
    })
    expect(status).toBe(422)
  })

  it('that are to be done are found by whom, until when, and closed', async () => {
    const add = (date: string) =>
      sales().activities.create({
        activity_type: 'Task',
        subject: `Until ${date}`,
        date,
        allocated_to: 'luis@example.com',
        lead_id,
      })
    const [soon] = [await add('2030-01-10'), await add('2030-02-10')]
    const due = async () =>
      (
        await sales().activities.list({
          allocated_to: 'luis@example.com',
          status: 'Open',
          due_until: '2030-01-31',
          sort: 'date',
        })
      ).data.map((a) => a.id)
    expect(await due()).toEqual([soon.id])
    await sales().activities.update(soon.id, soon.etag, { status: 'Closed' })
    expect(await due()).toEqual([])
    await expect(
      sales().activities.update(soon.id, soon.etag, { status: 'Open' }),
    ).rejects.toMatchObject({ status: 412 })
  })

  it('go with the lead that they are about', async () => {
    const other = await sales().leads.create(sampleLead({ email_id: 'other@example.com' }))
    const note = await sales().activities.create({
      activity_type: 'Note',
      content: 'Here',
      lead_id: other.id,
    })
    await app.acme.as('manager').leads.remove(other.id)
    await expect(sales().activities.get(note.id)).rejects.toMatchObject({ status: 404 })
  })

  it.each(ACTIVITY_SORTS)('are seen once each on a walk, sorted by %s', async (sort) => {
    const whole = await sales().activities.list({ sort, limit: 200 })
    expect(whole.data.length).toBeGreaterThan(3)
    const seen: string[] = []
    for await (const { id } of sales().activities.each({ sort, limit: 2 })) seen.push(id)
    expect(seen).toEqual(whole.data.map((a) => a.id))
  })
})
