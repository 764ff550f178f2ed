import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleLead } from '../../testing/sample-leads.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'

describe('a lead that is changed', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await testApp()
  })
  afterAll(() => app.close())

  it('is qualified again when its message is rewritten: no evidence points into words that are gone [leads.auto-qualify]', async () => {
    const { leads } = app.acme.as('sales')
    const lead = await leads.create(
      sampleLead({ message: 'We need a PLC migration, budget 80,000 USD.' }),
    )
    await expect.poll(async () => (await leads.get(lead.id)).score?.execution_id).toBeTruthy()
    const before = (await leads.get(lead.id)).score
    const message = 'Wir brauchen ein neues Leitsystem für unser Wasserwerk, Budget 120.000 EUR.'
    const changed = await leads.update(lead.id, lead.etag, { message })
    expect(changed.language).toBe('de')
    await expect
      .poll(async () => (await leads.get(lead.id)).score?.execution_id)
      .not.toBe(before?.execution_id)
    const after = await leads.get(lead.id)
    for (const factor of Object.values(after.score?.factor_scores ?? {})) {
      for (const { field, quote, start, end } of factor.evidence) {
        expect(String(after[field]).slice(start, end)).toBe(quote)
      }
    }
  })

  it.each([
    ['job_title', 'Purchasing assistant'],
    ['country', 'Peru'],
    ['no_of_employees', '11-50'],
    ['annual_revenue', 1_000_000],
  ])('is qualified again too when the %s that it was judged by changes', async (field, value) => {
    const { leads, executions } = app.acme.as('sales')
    const lead = await leads.create(sampleLead())
    await expect.poll(async () => (await leads.get(lead.id)).score?.execution_id).toBeTruthy()
    const changed = await leads.update(lead.id, lead.etag, { [field]: value })
    expect((await executions.list({ lead_id: lead.id })).data).toHaveLength(2)
    await leads.update(lead.id, changed.etag, { [field]: value })
    expect((await executions.list({ lead_id: lead.id })).data).toHaveLength(2)
  })

  it('is left alone when something changes that nobody judges by', async () => {
    const { leads } = app.acme.as('sales')
    const lead = await leads.create(sampleLead())
    await expect.poll(async () => (await leads.get(lead.id)).score?.execution_id).toBeTruthy()
    await leads.update(lead.id, lead.etag, { phone: '+44 113 496 0000', status: 'Open' })
    const { data } = await app.acme.as('sales').executions.list({ lead_id: lead.id })
    expect(data).toHaveLength(1)
  })
})
