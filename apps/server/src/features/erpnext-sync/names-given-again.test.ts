/** ERPNext gives the number of the last lead out again when that is deleted: the next lead is another one, whatever it is called. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ErpnextSite, erpnextSite, setUpDouble } from '../../testing/erpnext-site.ts'
import { sampleLead } from '../../testing/sample-leads.ts'

let site: ErpnextSite
beforeEach(async () => {
  site = await erpnextSite()
  await site.exchange()
})
afterEach(() => site.close())

const ours = async () => {
  const { data } = await site.app.acme.as('viewer').leads.list()
  return data.map((l) => [l.company_name, l.erpnext_name]).sort()
}
const removed = async () =>
  (await site.app.acme.as('viewer').erpnext.conflicts({ status: 'open' })).data
const look = async (ms = 31_000) => {
  site.pass(ms)
  await site.exchange()
}

/** A lead that has come from ERPNext, whose number is then given to another. */
async function givenAgain(between: () => Promise<void> = () => Promise.resolve()) {
  const name = site.inErpnext.make({ company_name: 'Old', city: 'Cali' })
  await look()
  const [lead] = (await site.app.acme.as('viewer').leads.list()).data
  site.inErpnext.remove(name)
  await between()
  expect(site.inErpnext.make({ company_name: 'New', city: 'Bilbao' })).toBe(name)
  return { name, id: String(lead?.id) }
}

describe('a number that ERPNext gives out again [erpnext.sync.identity]', () => {
  it('brings the new lead beside the old one, which waits for a person with all that it had', async () => {
    const { name, id } = await givenAgain()
    await look()
    expect(await ours()).toEqual([
      ['New', name],
      ['Old', null],
    ])
    expect(await removed()).toMatchObject([{ kind: 'removed', lead_id: id, erpnext_name: name }])
    const old = await site.app.acme.as('viewer').leads.get(id)
    expect(old).toMatchObject({ company_name: 'Old', city: 'Cali' })
  })

  it('is not taken for the old lead come back, where its removal was seen before', async () => {
    const { name, id } = await givenAgain(() => look(3_601_000))
    await look()
    expect(await ours()).toEqual([
      ['New', name],
      ['Old', null],
    ])
    expect(await removed()).toMatchObject([{ lead_id: id }])
    await site.app.acme
      .as('manager')
      .erpnext.resolve(String((await removed())[0]?.id), { take: 'ours' })
    await look()
    expect((await ours()).map(([title, at]) => [title, at === null])).toEqual([
      ['New', false],
      ['Old', false],
    ])
    expect(site.inErpnext.leads().map((l) => l.company_name)).toEqual(['New', 'Old'])
  })

  it.each(['hint', 'look', 'comparison'])(
    'arrives by a %s where the old lead was removed here',
    async (by) => {
      const { name } = await givenAgain(async () => {
        const [lead] = (await site.app.acme.as('viewer').leads.list()).data
        await site.app.acme.as('manager').leads.remove(String(lead?.id))
      })
      if (by === 'hint') {
        await setUpDouble(
          site.double,
          `${site.app.url}/api/v1/webhooks/erpnext/${site.app.acme.id}`,
        )
        site.inErpnext.change(name, { job_title: 'Director' })
        await site.double.webhooks.idle()
        await site.exchange()
      } else if (by === 'look') await look()
      else {
        // Saved while ERPNext's clock was far behind: no look at what is new finds it.
        const row = site.double.site.db.get('Lead', name)
        site.double.site.db.put('Lead', {
          ...row,
          ...{ name, creation: '2020-01-01 08:00:00.000001', modified: '2020-01-01 08:00:00.1' },
        })
        site.double.site.db.commit()
        await look(3_601_000)
      }
      expect(await ours()).toEqual([['New', name]])
    },
  )

  it('is never written to with what is ours of the old lead', async () => {
    const lead = await site.app.acme.as('sales').leads.create(sampleLead({ company_name: 'Old' }))
    await site.exchange()
    const { erpnext_name: name, etag } = await site.app.acme.as('sales').leads.get(lead.id)
    site.inErpnext.remove(String(name))
    expect(site.inErpnext.make({ company_name: 'New' })).toBe(name)
    await site.app.acme.as('sales').leads.update(lead.id, etag, { city: 'Saltillo' })
    // Before the next look at what is new.
    await site.exchange()
    expect(site.inErpnext.leads()).toHaveLength(1)
    expect(site.inErpnext.lead(String(name))).toMatchObject({ company_name: 'New' })
    expect(site.inErpnext.lead(String(name)).city ?? null).toBeNull()
    expect(site.inErpnext.lead(String(name)).custom_insa_id ?? null).toBeNull()
    await look()
    expect(await ours()).toEqual([
      ['New', name],
      ['Old', null],
    ])
    expect(await removed()).toMatchObject([{ lead_id: lead.id }])
  })
})
