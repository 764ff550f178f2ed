/** A lead that ERPNext seems not to have any more: only one that is nowhere counts as removed there. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ErpnextSite, erpnextSite, setUpDouble } from '../../testing/erpnext-site.ts'

let site: ErpnextSite
beforeEach(async () => {
  site = await erpnextSite()
  await site.exchange()
})
afterEach(() => site.close())

const leads = async () => (await site.app.acme.as('viewer').leads.list({ sort: 'created_at' })).data
const names = async () => (await leads()).map((l) => [l.company_name, l.erpnext_name])
const openConflicts = async () =>
  (await site.app.acme.as('viewer').erpnext.conflicts({ status: 'open' })).data
const look = async (ms = 31_000) => {
  site.pass(ms)
  await site.exchange()
}
const rewrite = (name: string, values: Record<string, unknown>) =>
  site.double.as('Administrator', (ctx) => {
    const row = ctx.site.db.get('Lead', name)
    ctx.site.db.remove('Lead', name)
    ctx.site.db.put('Lead', { ...row, name, ...values })
    ctx.site.db.commit()
  })

async function arrived(company_name: string) {
  const name = site.inErpnext.make({ company_name })
  await look()
  const lead = (await leads()).find((l) => l.erpnext_name === name)
  return { name, id: String(lead?.id), etag: String(lead?.etag) }
}

describe('a lead that ERPNext seems not to have [erpnext.sync.identity]', () => {
  it('is written to under that name, though nobody has told of it', async () => {
    const { name, id, etag } = await arrived('Renamed')
    rewrite(name, { name: 'LEAD-RENAMED' })
    await site.app.acme.as('sales').leads.update(id, etag, { city: 'Saltillo' })
    await site.exchange()
    expect(site.inErpnext.leads()).toMatchObject([{ name: 'LEAD-RENAMED', city: 'Saltillo' }])
    expect(await names()).toEqual([['Renamed', 'LEAD-RENAMED']])
    expect(await openConflicts()).toEqual([])
  })

  it('is followed where it was renamed before we looked at what a webhook told of', async () => {
    const url = `${site.app.url}/api/v1/webhooks/erpnext/${site.app.acme.id}`
    await setUpDouble(site.double, url)
    const { name } = await arrived('Renamed')
    site.inErpnext.change(name, { city: 'Cali' })
    rewrite(name, { name: 'LEAD-RENAMED' })
    await site.double.webhooks.idle()
    await site.exchange()
    expect(await names()).toEqual([['Renamed', 'LEAD-RENAMED']])
    expect(await openConflicts()).toEqual([])
  })

  it('is not taken for removed where the rights of our user were narrowed', async () => {
    const name = site.inErpnext.make({ company_name: 'Hidden', territory: 'All Territories' })
    await look()
    site.double.site.db.put('User Permission', {
      ...{ name: 'P1', user: site.double.keys.runtime.user, allow: 'Territory' },
      ...{ for_value: 'Rest Of The World' },
    })
    site.double.site.db.commit()
    await look(3_601_000)
    expect(await names()).toEqual([['Hidden', name]])
    expect(await openConflicts()).toEqual([])
    const { leads: counts } = await site.app.acme.as('manager').erpnext.sync()
    expect(counts).toMatchObject({ linked: 1, gone: 0 })
  })

  it.each(['its own name', 'LEAD-BACK'])(
    'is found again as %s where it was taken for removed',
    async (as) => {
      const { name } = await arrived('Away')
      const now = as === 'LEAD-BACK' ? as : name
      // Something later, so that the looks at what is new do not go back as far.
      site.double.site.clock.skew(3_600_000)
      site.inErpnext.make({ company_name: 'Later' })
      await look(3_601_000)
      const row = site.inErpnext.lead(name)
      site.inErpnext.remove(name)
      await look(3_601_000)
      expect(await openConflicts()).toMatchObject([{ kind: 'removed' }])
      site.double.site.db.put('Lead', { ...row, name: now } as never)
      site.double.site.db.commit()
      await look(3_601_000)
      expect(await names()).toContainEqual(['Away', now])
      expect(await openConflicts()).toEqual([])
      const { leads: counts } = await site.app.acme.as('manager').erpnext.sync()
      expect(counts).toMatchObject({ linked: 2, gone: 0 })
    },
  )

  it('is not mistaken for a stranger that was made at the same time', async () => {
    await site.app.acme.as('manager').erpnext.startBackfill({ qualify: 'none' })
    const { name } = await arrived('Old')
    const { creation } = site.inErpnext.lead(name)
    for (const stranger of ['IMPORT-1', 'IMPORT-2'])
      site.double.site.db.put('Lead', {
        ...{ doctype: 'Lead', name: stranger, company_name: stranger, lead_name: stranger },
        ...{ status: 'Lead', creation: String(creation), docstatus: 0 },
        modified: '2020-01-01 08:00:00.000000',
      })
    site.double.site.db.commit()
    site.inErpnext.remove(name)
    await look(3_601_000)
    expect((await names()).sort()).toEqual([
      ['IMPORT-1', 'IMPORT-1'],
      ['IMPORT-2', 'IMPORT-2'],
      ['Old', name],
    ])
    expect(await openConflicts()).toMatchObject([{ kind: 'removed', erpnext_name: name }])
  })
})
