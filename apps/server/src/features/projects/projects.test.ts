import { PROJECT_SORTS } from '@insa/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../../testing/test-app.ts'

describe('projects', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await testApp({ working: false })
  })
  afterAll(() => app.close())

  const sales = () => app.acme.as('sales')

  it('are of the customer whose opportunity was won, and are changed with their tag', async () => {
    const { id: customer_id } = await sales().customers.create({ customer_name: 'Buyer' })
    const deal = await sales().opportunities.create({ title: 'Deal', customer_id })
    const made = await sales().projects.create({
      project_name: 'Build',
      opportunity_id: deal.id,
      expected_start_date: '2031-01-01',
      expected_end_date: '2031-06-30',
      estimated_costing: '120000.00',
    })
    expect(made).toMatchObject({
      status: 'Open',
      priority: 'Medium',
      customer_id,
      customer_name: 'Buyer',
      expected_end_date: '2031-06-30',
    })
    const done = await sales().projects.update(made.id, made.etag, {
      status: 'Completed',
      percent_complete: 100,
    })
    expect(done).toMatchObject({ status: 'Completed', percent_complete: 100 })
    await expect(
      sales().projects.update(made.id, made.etag, { status: 'Open' }),
    ).rejects.toMatchObject({ status: 412 })
    await expect(
      sales().projects.update(made.id, done.etag, { expected_end_date: '2030-12-31' }),
    ).rejects.toMatchObject({ status: 422, problem: { errors: [{ path: 'expected_end_date' }] } })
    const alone = await sales().projects.update(made.id, done.etag, { customer_id: null })
    expect(alone).toMatchObject({ customer_id: null, customer_name: null })
    await app.acme.as('manager').projects.remove(made.id)
    await expect(sales().projects.get(made.id)).rejects.toMatchObject({ status: 404 })
  })

  it.each(PROJECT_SORTS)('are seen once each on a walk, sorted by %s', async (sort) => {
    for (const [project_name, expected_end_date] of [
      ['zeta', null],
      ['Zeta', '2031-01-01'],
      ['Alpha', null],
    ] as const) {
      await sales().projects.create({ project_name, expected_end_date })
    }
    const whole = await sales().projects.list({ sort, limit: 200 })
    const seen: string[] = []
    for await (const { id } of sales().projects.each({ sort, limit: 2 })) seen.push(id)
    expect(seen).toEqual(whole.data.map((p) => p.id))
  })
})
