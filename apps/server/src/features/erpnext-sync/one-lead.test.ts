/** One lead that the site does not serve, or that stands behind what was read, holds up no other. */
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ErpnextSite, erpnextSite, setUpDouble } from '../../testing/erpnext-site.ts'
import { sampleLead } from '../../testing/sample-leads.ts'

let site: ErpnextSite
beforeEach(async () => {
  site = await erpnextSite()
})
afterEach(() => site.close())

const status = () => site.app.acme.as('manager').erpnext.sync()
const companies = async () =>
  (await site.app.acme.as('viewer').leads.list()).data.map((l) => l.company_name)
const create = (company_name: string, fields = {}) =>
  site.app.acme
    .as('sales')
    .leads.create(
      sampleLead({ company_name, email_id: `${company_name}@plant.example`, ...fields }),
    )
const sync = <T>(query: ReturnType<typeof sql<T>>) =>
  site.app.database.tenant(site.app.acme.id, async ({ db }) => (await query.execute(db)).rows[0])

describe('one lead that fails', () => {
  it('a webhook of a lead that our key may not read holds up nothing [erpnext.sync.webhook]', async () => {
    await setUpDouble(site.double, `${site.app.url}/api/v1/webhooks/erpnext/${site.app.acme.id}`)
    await site.exchange()
    site.double.site.db.put('User Permission', {
      ...{ name: 'P1', user: site.double.keys.runtime.user, allow: 'Territory' },
      ...{ for_value: 'Rest Of The World' },
    })
    site.double.site.db.commit()
    site.inErpnext.make({ company_name: 'Hidden', territory: 'All Territories' })
    site.inErpnext.make({ company_name: 'Shown' })
    await site.double.webhooks.idle()
    await site.exchange()
    expect(await companies()).toEqual(['Shown'])
    expect(await status()).toMatchObject({ state: 'running', problem: null, in: { hints: 0 } })
  })

  it('a write that a firewall turns away does not stop the others, and fails in the end', async () => {
    await site.exchange()
    const lead = await create('Disliked', { message: 'Please <script>alert(1)</script> call.' })
    site.double.faults.of = ({ method, body }) =>
      method === 'POST' && body.includes('<script>') ? 'html' : undefined
    for (let go = 0; go < 4; go++) {
      site.pass(300_000)
      await site.exchange()
    }
    await create('Liked')
    site.pass(1_000)
    await site.exchange()
    expect(site.inErpnext.leads()).toMatchObject([{ company_name: 'Liked' }])
    expect(await status()).toMatchObject({ state: 'running', out: { waiting: 1, failed: 0 } })
    for (let go = 0; go < 6; go++) {
      site.pass(2 * 3_600_000 + 600_000)
      await site.exchange()
    }
    expect((await status()).out).toMatchObject({
      ...{ waiting: 0, failed: 1 },
      failures: [{ lead_id: lead.id, problem: { code: 'not_frappe' } }],
    })
  })

  it('a fault of our own is told, and is not run into again at every tick', async () => {
    await site.exchange()
    await sync(sql`update erpnext_sync set backfill = '{"status": "unheard of"}'`)
    await site.exchange()
    const { problem } =
      (await sync(sql<{ problem: unknown }>`select problem from erpnext_sync`)) ?? {}
    expect(problem).toMatchObject({ code: 'internal' })
    const before = site.double.requests.length
    await site.exchange()
    expect(site.double.requests).toHaveLength(before)
    await sync(sql`update erpnext_sync set backfill = null`)
    site.pass(10_000)
    await site.exchange()
    expect(await status()).toMatchObject({ state: 'running', problem: null })
  })

  it('a lead that is removed here stays removed, though its change was on its way and refused', async () => {
    await site.exchange()
    const { id } = await create('Removed')
    await site.exchange()
    const sales = site.app.acme.as('sales')
    await sales.leads.update(id, (await sales.leads.get(id)).etag, { phone: 'ring me' })
    let removed: Promise<unknown> | undefined
    site.double.faults.of = ({ method }) => {
      if (method === 'PUT') removed ??= site.app.acme.as('manager').leads.remove(id)
      return undefined
    }
    site.double.faults.plan = { ...site.double.faults.plan, slow: 500 }
    await site.exchange()
    await removed
    expect((await status()).leads).toMatchObject({ removed: 1 })
    expect((await status()).out).toMatchObject({ failed: 0 })
  })
})

describe('leads that stand behind what was read [erpnext.sync.poll]', () => {
  const HOUR = 3_600_000

  it('one that was saved while ERPNext’s clock was a day ahead does not hide those after it', async () => {
    await site.exchange()
    site.double.site.clock.skew(24 * HOUR)
    site.inErpnext.make({ company_name: 'Ahead' })
    site.pass(31_000)
    await site.exchange()
    expect(await companies()).toEqual(['Ahead'])
    site.double.site.clock.skew(0)
    site.inErpnext.make({ company_name: 'Next' })
    site.pass(31_000)
    await site.exchange()
    expect((await companies()).sort()).toEqual(['Ahead', 'Next'])
  })

  it('one made in an hour that comes twice arrives, also where nothing was read in; older ones do not', async () => {
    site.double.site.clock.skew(-48 * HOUR)
    site.inErpnext.make({ company_name: 'From before' })
    const changed = site.inErpnext.make({ company_name: 'Just changed' })
    site.double.site.clock.skew(0)
    site.inErpnext.change(changed, { city: 'Cali' })
    await site.exchange()
    site.double.site.clock.skew(-HOUR)
    site.inErpnext.make({ company_name: 'Made late' })
    site.pass(31_000)
    await site.exchange()
    expect(await companies()).not.toContain('Made late')
    site.pass(HOUR)
    await site.exchange()
    expect(await companies()).toContain('Made late')
    expect(await companies()).not.toContain('From before')
  })
})
