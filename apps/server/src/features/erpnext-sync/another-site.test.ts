/** ERPNEXT_URL names another address: the names that we know may be other leads there, so a person says first what it is. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ErpnextSite, erpnextSite } from '../../testing/erpnext-site.ts'
import { sampleLead } from '../../testing/sample-leads.ts'

let site: ErpnextSite
beforeEach(async () => {
  site = await erpnextSite()
  await site.exchange()
})
afterEach(() => site.close())

const manager = () => site.app.acme.as('manager')
const create = (fields = {}) => site.app.acme.as('sales').leads.create(sampleLead(fields))
const read = (id: string) => site.app.acme.as('viewer').leads.get(id)
const titles = async () =>
  (await site.app.acme.as('viewer').leads.list()).data.map((l) => l.company_name).sort()

/** As if the exchange had been with a site under another address until now. */
const wasElsewhere = () =>
  site.app.database.tenant(site.app.acme.id, ({ db }) =>
    db.updateTable('erpnext_sync').set({ site_url: 'https://trial.example' }).execute(),
  )

/** A lead in both, and then the other address; both sides go on. */
async function paused() {
  const lead = await create()
  await site.exchange()
  const { erpnext_name: name, etag } = await read(lead.id)
  await wasElsewhere()
  await site.app.acme.as('sales').leads.update(lead.id, etag, { city: 'Saltillo' })
  await create({ company_name: 'Meanwhile here', email_id: 'here@plant.example' })
  site.inErpnext.make({ company_name: 'Meanwhile there' })
  const before = site.double.requests.length
  site.pass(3_601_000)
  await site.exchange()
  expect(site.double.requests).toHaveLength(before)
  expect(await manager().erpnext.sync()).toMatchObject({
    state: 'paused',
    problem: {
      code: 'other_site',
      message: expect.stringContaining('https://trial.example'),
      todo: expect.stringContaining('--site moved'),
    },
  })
  await expect(manager().erpnext.startBackfill()).rejects.toMatchObject({ status: 409 })
  return { id: lead.id, name: String(name) }
}

describe('another address of the site [erpnext.sync.identity]', () => {
  it('of the same site: the exchange goes on where it was', async () => {
    const { name } = await paused()
    const bySales = site.app.acme.as('sales').erpnext.decideSite({ site: 'moved' })
    await expect(bySales).rejects.toMatchObject({ status: 403 })
    const said = await manager().erpnext.decideSite({ site: 'moved' })
    expect(said).toMatchObject({ state: 'running', problem: null, site_url: site.double.url })
    await site.exchange()
    expect(site.inErpnext.lead(name)).toMatchObject({ city: 'Saltillo' })
    expect(await titles()).toEqual(['Aceros del Norte', 'Meanwhile here', 'Meanwhile there'])
    expect(site.inErpnext.leads()).toHaveLength(3)
    const again = manager().erpnext.decideSite({ site: 'another' })
    await expect(again).rejects.toMatchObject({ status: 409 })
  })

  it('of another site: its leads are others under the same names, and come when they are asked for', async () => {
    const { id, name } = await paused()
    site.double.as('Administrator', (ctx) => {
      const row = ctx.site.db.get('Lead', name)
      ctx.site.db.put('Lead', { ...row, name, company_name: 'Stranger', custom_insa_id: null })
    })
    site.double.site.db.commit()
    const said = await manager().erpnext.decideSite({ site: 'another' })
    expect(said).toMatchObject({ state: 'starting', problem: null, leads: { linked: 0, gone: 0 } })
    await site.exchange()
    expect(await read(id)).toMatchObject({ company_name: 'Aceros del Norte', erpnext_name: null })
    expect(site.inErpnext.lead(name)).toMatchObject({ company_name: 'Stranger' })
    expect(site.inErpnext.lead(name).city).not.toBe('Saltillo')
    expect(await titles()).toEqual(['Aceros del Norte', 'Meanwhile here'])
    // What had never been sent goes to the site that is named now.
    expect(site.inErpnext.leads().map((l) => l.company_name)).toContain('Meanwhile here')
    await manager().erpnext.startBackfill({ qualify: 'none' })
    await site.exchange()
    expect(await titles()).toEqual([
      ...['Aceros del Norte', 'Meanwhile here', 'Meanwhile there', 'Stranger'],
    ])
    expect(await read(id)).toMatchObject({ company_name: 'Aceros del Norte', erpnext_name: null })
  })
})
