/** The same lead in two organizations of different trades. */
import type { LeadInput, LeadScore } from '@insa/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../../testing/test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
  const globex = app.globex.as('manager').settings
  await globex.updateCompanyProfile({
    ...(await globex.companyProfile()),
    services: ['robotics'],
    industries: ['pharma'],
    platforms: ['kuka'],
    territory: ['DE'],
    competitors: ['rival.example.com'],
    exchange_rates: { MXN: 0.000_05 },
  })
})
afterAll(() => app.close())

async function scoreIn(organization: TestApp['acme'], lead: LeadInput): Promise<LeadScore> {
  const client = organization.as('sales')
  const { id } = await client.leads.create(lead)
  await client.leads.qualify(id, { wait: 30 })
  return client.leads.score(id)
}

describe('the company profile', () => {
  it('decides how well a lead fits, and what its budget is worth [leads.qualify.company-profile]', async () => {
    const lead = {
      lead_name: 'Ana Ruiz',
      country: 'Mexico',
      message:
        'We need to migrate a Siemens S7-300 PLC in our steel rolling mill. Our budget of 5,000,000 MXN is approved.',
    }
    const { factor_scores: ours, flags } = await scoreIn(app.acme, lead)
    const { factor_scores: theirs, flags: theirFlags } = await scoreIn(app.globex, lead)
    expect(flags.map((f) => f.code)).not.toContain('outside_territory')
    expect(theirFlags.map((f) => f.code)).toContain('outside_territory')
    expect(ours.fit).toMatchObject({ known: true })
    expect(ours.fit.score).toBeGreaterThan(theirs.fit.score + 20)
    expect(ours.budget).toMatchObject({ known: true })
    expect(ours.budget.score).toBeGreaterThan(theirs.budget.score + 20)
    expect(ours.authority).toEqual(theirs.authority)
  })

  it('says who a competitor is [leads.qualify.company-profile] [leads.qualify.disqualifies]', async () => {
    const lead = {
      email_id: 'sales@rival.example.com',
      message: 'Please send us your price list for SCADA.',
    }
    expect(await scoreIn(app.globex, lead)).toMatchObject({
      priority: 'LOW',
      recommended_action: 'disqualify',
      flags: expect.arrayContaining([expect.objectContaining({ code: 'competitor' })]),
    })
    const flags = (await scoreIn(app.acme, lead)).flags.map((f) => f.code)
    expect(flags).not.toContain('competitor')
  })
})
