/** A lead that is removed here while it is on its way to ERPNext: it is there, and does not come back from there. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ErpnextSite, erpnextSite } from '../../testing/erpnext-site.ts'
import { sampleLead } from '../../testing/sample-leads.ts'

let site: ErpnextSite
beforeEach(async () => {
  site = await erpnextSite()
  await site.exchange()
})
afterEach(() => site.close())

const create = (fields = {}) => site.app.acme.as('sales').leads.create(sampleLead(fields))
const isInsert = (r: { method: string; path: string }) =>
  r.method === 'POST' && /\/resource\/Lead$/.test(r.path)
const remove = (id: string) => site.app.acme.as('manager').leads.remove(id)

/** Whatever finds leads: looks at what is new, comparisons of all names, a change there. */
async function stayAway() {
  const name = String(site.inErpnext.leads()[0]?.name)
  for (const city of ['Cali', 'Bilbao']) {
    site.pass(3_601_000)
    await site.exchange()
    site.inErpnext.change(name, { city })
  }
  site.pass(31_000)
  await site.exchange()
  expect((await site.app.acme.as('viewer').leads.list()).data).toEqual([])
  expect(site.inErpnext.leads()).toHaveLength(1)
  const { leads } = await site.app.acme.as('manager').erpnext.sync()
  expect(leads).toMatchObject({ linked: 0, removed: 1 })
}

describe('a lead that is removed here [erpnext.sync.out]', () => {
  it('after its making in ERPNext was lost sight of does not come back', async () => {
    const before = site.double.requests.length
    const other = await create({ email_id: 'other@plant.example' })
    await site.exchange()
    const reads = site.double.requests.slice(before).findIndex(isInsert)
    await remove(other.id)
    site.inErpnext.remove(String(site.inErpnext.leads()[0]?.name))
    site.pass(3_601_000)
    await site.exchange()
    const lead = await create()
    site.double.faults.next(...Array.from({ length: reads }, () => null), 'lose')
    await site.exchange()
    expect(site.inErpnext.leads()).toMatchObject([{ custom_insa_id: lead.id }])
    expect((await site.app.acme.as('viewer').leads.get(lead.id)).erpnext_name).toBeNull()
    await remove(lead.id)
    await stayAway()
  })

  it('while ERPNext makes it does not come back', async () => {
    const lead = await create()
    site.double.faults.plan = { slow: 500, skew: 0, chance: {} }
    const exchanged = site.exchange()
    await expect.poll(() => site.inErpnext.leads().length, { timeout: 20_000, interval: 5 }).toBe(1)
    await remove(lead.id)
    site.double.faults.plan = { slow: 0, skew: 0, chance: {} }
    await exchanged
    await stayAway()
  })
})
