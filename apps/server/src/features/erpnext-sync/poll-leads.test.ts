/** What a look at what has changed reads again, and what it leaves. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ErpnextSite, erpnextSite } from '../../testing/erpnext-site.ts'
import { sampleLead } from '../../testing/sample-leads.ts'

let site: ErpnextSite
beforeEach(async () => {
  site = await erpnextSite()
})
afterEach(() => site.close())

const companies = async () =>
  (await site.app.acme.as('viewer').leads.list()).data.map((l) => l.company_name)
const look = async () => {
  site.pass(31_000)
  await site.exchange()
}
/** Requests for the notes of leads: only where there were leads to read. */
const readings = () => site.double.requests.filter((r) => r.body.includes('CRM Note')).length

describe('a look at what has changed [erpnext.sync.poll]', () => {
  it('reads what is quiet for long no more', async () => {
    await site.exchange()
    site.inErpnext.make({ company_name: 'Last of the day' })
    await look()
    expect(await companies()).toEqual(['Last of the day'])
    site.pass(13 * 60_000)
    await site.exchange()
    const before = readings()
    await look()
    await look()
    expect(readings()).toBe(before)
    site.inErpnext.make({ company_name: 'First of the next' })
    await look()
    expect(await companies()).toContain('First of the next')
  })

  it('finds a lead whose save took long, behind what was read already', async () => {
    await site.exchange()
    const before = site.double.site.clock.now()
    site.inErpnext.make({ company_name: 'Quick' })
    await look()
    site.double.site.db.put('Lead', {
      ...{ doctype: 'Lead', name: 'SLOW-1', company_name: 'Slow', lead_name: 'Slow' },
      ...{ status: 'Lead', modified: before, creation: before, docstatus: 0 },
    })
    site.double.site.db.commit()
    await look()
    expect((await companies()).sort()).toEqual(['Quick', 'Slow'])
  })

  it('does not bring the last lead from before the connection', async () => {
    const name = site.inErpnext.make({ company_name: 'Before' })
    site.pass(60_000)
    await site.exchange()
    await look()
    site.inErpnext.make({ company_name: 'After' })
    await look()
    expect(await companies()).toEqual(['After'])
    // Somebody works on it: it is of interest.
    site.inErpnext.change(name, { city: 'Cali' })
    await look()
    expect((await companies()).sort()).toEqual(['After', 'Before'])
  })

  it('that is asked for while names are compared is done', async () => {
    await site.exchange()
    const manager = site.app.acme.as('manager')
    await manager.erpnext.check()
    site.pass(1)
    let asked: Promise<unknown> | undefined
    let compared = 0
    site.double.faults.of = async ({ path }) => {
      if (!decodeURIComponent(path).includes('["name","modified","creation"]')) return undefined
      compared++
      asked ??= manager.erpnext.check()
      await asked
      return undefined
    }
    await site.exchange()
    expect([asked === undefined, compared]).toEqual([false, 1])
    await site.exchange()
    await site.exchange()
    expect(compared).toBe(2)
  })

  it('that finds a state of the site’s own does not lose the next state of ours', async () => {
    await site.exchange()
    const sales = site.app.acme.as('sales')
    const { id } = await sales.leads.create(sampleLead())
    await site.exchange()
    const { etag, erpnext_name } = await sales.leads.get(id)
    const name = String(erpnext_name)
    site.double.site.db.put('Lead', {
      ...(site.inErpnext.lead(name) as { name: string }),
      ...{ status: 'Made up', modified: site.double.site.clock.now() },
    })
    site.double.site.db.commit()
    await look()
    site.inErpnext.change(name, { status: 'Lead' })
    await sales.leads.update(id, etag, { status: 'Replied' })
    await site.exchange()
    expect(site.inErpnext.lead(name).status).toBe('Replied')
    expect((await sales.leads.get(id)).status).toBe('Replied')
  })
})
