/** A site that was in use before is read in: with progress, from where it was cut off, without a flood of qualifications. */
import { afterEach, describe, expect, it } from 'vitest'
import { type ErpnextSite, erpnextSite } from '../../testing/erpnext-site.ts'

let site: ErpnextSite
afterEach(() => site.close())

const manager = () => site.app.acme.as('manager')
const start = (qualify: 'open' | 'none' = 'open') => manager().erpnext.startBackfill({ qualify })

/** Rows as an import would leave them. */
function fill(count: number): void {
  for (let i = 0; i < count; i++) {
    const name = `CRM-LEAD-2024-${String(i).padStart(5, '0')}`
    site.double.site.db.put('Lead', {
      ...{ doctype: 'Lead', name, lead_name: `P ${i}`, first_name: 'P', last_name: String(i) },
      ...{ company_name: `Plant ${i}`, email_id: `p${i}@plant.example`, docstatus: 0 },
      ...{ status: i % 4 === 0 ? 'Converted' : 'Lead', notes: [] },
      ...{ creation: '2024-03-01 09:00:00.000000', modified: site.double.site.clock.now() },
    })
  }
  site.double.site.db.commit()
}

describe('reading a site in [erpnext.sync.backfill]', () => {
  it('brings leads, customers and opportunities as they are to one another, and shows how far it is', async () => {
    site = await erpnextSite()
    const name = site.inErpnext.make({ company_name: 'Aguas', email_id: 'a@aguas.example' })
    site.double.as('setup@insa.example', (ctx) => {
      const insert = (doctype: string, values: object) =>
        ctx.documents.insert(ctx, { doctype, ...values })
      insert('Opportunity', {
        ...{ opportunity_from: 'Lead', party_name: name, opportunity_amount: 125_000 },
        ...{ currency: 'EUR', expected_closing: '2027-03-31' },
      })
      const customer = insert('Customer', { customer_name: 'Aguas SA', lead_name: name })
      insert('Opportunity', { opportunity_from: 'Customer', party_name: customer.name })
    })
    await site.exchange()
    expect((await site.app.acme.as('viewer').leads.list()).data).toEqual([])
    expect((await start()).backfill).toMatchObject({ status: 'running', done: 0, total: 4 })
    await site.exchange()
    const { backfill } = await manager().erpnext.sync()
    expect(backfill).toMatchObject({ status: 'done', done: 4, total: 4 })
    const [lead] = (await site.app.acme.as('viewer').leads.list()).data
    const [customer] = (await site.app.acme.as('viewer').customers.list()).data
    expect(lead).toMatchObject({ erpnext_name: name, status: 'Converted' })
    expect(customer).toMatchObject({ erpnext_name: 'Aguas SA', lead_id: lead?.id })
    const { data } = await site.app.acme.as('viewer').opportunities.list({ sort: 'created_at' })
    expect(data).toMatchObject([
      {
        ...{ lead_id: lead?.id, opportunity_amount: '125000.00', currency: 'EUR' },
        ...{ expected_closing: '2027-03-31', customer_name: 'Aguas' },
      },
      { customer_id: customer?.id, opportunity_from: 'Customer', customer_name: 'Aguas SA' },
    ])
    // Once more brings nothing twice.
    await start()
    await site.exchange()
    expect((await site.app.acme.as('viewer').leads.list()).data).toHaveLength(1)
    expect((await site.app.acme.as('viewer').opportunities.list()).data).toHaveLength(2)
  })

  it('goes on where it was cut off, when it was killed or ERPNext went away, and brings each lead once', async () => {
    site = await erpnextSite({ double: { seed: 7 } })
    fill(1_300)
    await site.exchange()
    await start('none')
    site.double.faults.next(...Array.from({ length: 4 }, () => null), 'drop', 'drop')
    await site.exchange()
    const cut = (await manager().erpnext.sync()).backfill
    expect(cut?.status).toBe('running')
    expect(cut?.done).toBeLessThan(1_300)
    site.pass(10_000)
    await site.exchange()
    const { backfill, leads } = await manager().erpnext.sync()
    expect(backfill).toMatchObject({ status: 'done', done: 1_300, total: 1_300 })
    expect(leads.linked).toBe(1_300)
    const [lead] = (await site.app.acme.as('viewer').leads.list({ limit: 1 })).data
    // Nine in the morning in Bogotá.
    expect(lead?.created_at).toBe('2024-03-01T14:00:00.000Z')
  })

  it('qualifies what is still open, a hundred at a time, and is stopped by a person', async () => {
    site = await erpnextSite()
    fill(400)
    await site.exchange()
    await start('open')
    await site.exchange()
    const { in: arrived, backfill } = await manager().erpnext.sync()
    expect(backfill?.status).toBe('done')
    expect(arrived.to_qualify).toBe(200)
    const runs = await site.app.acme.as('viewer').executions.list({ limit: 200 })
    expect(runs.data).toHaveLength(100)
    await start('none')
    expect((await manager().erpnext.stopBackfill()).backfill?.status).toBe('stopped')
    await site.exchange()
    expect((await manager().erpnext.sync()).backfill?.status).toBe('stopped')
  })

  it('needs a site of this organization, and somebody who may', async () => {
    site = await erpnextSite()
    await site.exchange()
    await expect(site.app.globex.as('manager').erpnext.startBackfill()).rejects.toMatchObject({
      status: 409,
      code: 'erpnext.not_connected',
    })
    expect((await site.app.globex.as('manager').erpnext.sync()).state).toBe('off')
    await expect(site.app.acme.as('sales').erpnext.startBackfill()).rejects.toMatchObject({
      status: 403,
    })
  })
})
