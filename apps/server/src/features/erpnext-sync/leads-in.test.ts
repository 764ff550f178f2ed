/** Leads of ERPNext become ours: by webhooks, by looking, by reading the site in. */
import { signWebhook } from '@insa/mcp-servers/erpnext'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type ErpnextSite,
  erpnextSite,
  setUpDouble,
  WEBHOOK_SECRET,
} from '../../testing/erpnext-site.ts'

let site: ErpnextSite
beforeEach(async () => {
  site = await erpnextSite()
})
afterEach(() => site.close())

const leads = () => site.app.acme.as('viewer').leads.list({ sort: 'created_at' })
const path = () => `/api/v1/webhooks/erpnext/${site.app.acme.id}?doctype=Lead&event=on_update`

const post = (body: string, headers: Record<string, string> = {}, at = path()) =>
  fetch(`${site.app.url}${at}`, { method: 'POST', body: Buffer.from(body), headers })

const signed = (body: string, secret = WEBHOOK_SECRET) => ({
  'x-frappe-webhook-signature': signWebhook(Buffer.from(body), secret),
})

const hinted = async () => (await site.app.acme.as('manager').erpnext.sync()).in.hints

describe('a webhook of ERPNext [erpnext.sync.webhook]', () => {
  it('brings a new lead, which qualifies itself, and a change of it', async () => {
    await setUpDouble(site.double, `${site.app.url}/api/v1/webhooks/erpnext/${site.app.acme.id}`)
    await site.exchange()
    const name = site.inErpnext.make({
      ...{ first_name: 'Marta', last_name: 'Ibáñez', company_name: 'Aguas del Valle' },
      ...{ email_id: 'marta@aguas.example', country: 'Spain', annual_revenue: 5_000_000 },
      notes: [{ note: '<p>Two PLCs of 1998, budget 180,000 EUR approved.</p>' }],
    })
    await site.double.webhooks.idle()
    expect(site.double.webhooks.deliveries.at(-1)?.outcomes).toEqual([200])
    await site.exchange()
    const { data } = await leads()
    expect(data).toMatchObject([
      {
        ...{ erpnext_name: name, lead_name: 'Marta Ibáñez', company_name: 'Aguas del Valle' },
        ...{ email_id: 'marta@aguas.example', country: 'Spain', annual_revenue: 5_000_000 },
        message: 'Two PLCs of 1998, budget 180,000 EUR approved.',
      },
    ])
    const runs = await site.app.acme.as('viewer').executions.list()
    expect(runs.data).toMatchObject([
      { agent_type: 'lead_qualification', lead_id: data[0]?.id, triggered_by: 'system:erpnext' },
    ])
    site.inErpnext.change(name, { city: 'Valencia' })
    await site.double.webhooks.idle()
    await site.exchange()
    expect((await leads()).data).toMatchObject([{ city: 'Valencia' }])
  })

  it('needs no type of content, and any that is named does', async () => {
    const body = '{"doctype": "Lead", "name": "CRM-LEAD-2026-00001"}'
    expect((await post(body, signed(body))).status).toBe(200)
    expect((await post(body, { ...signed(body), 'content-type': 'application/json' })).status).toBe(
      200,
    )
    expect((await post(body, { ...signed(body), 'content-type': 'text/html' })).status).toBe(200)
    expect(await hinted()).toBe(1)
  })

  it('with a wrong signature is refused and leaves nothing behind', async () => {
    const body = '{"doctype": "Lead", "name": "CRM-LEAD-2026-00001"}'
    expect((await post(body)).status).toBe(401)
    expect((await post(body, signed(body, 'another-secret-of-letters'))).status).toBe(401)
    expect((await post(body.replace('1"', '2"'), signed(body))).status).toBe(401)
    const elsewhere = path().replace(site.app.acme.id, site.app.globex.id)
    expect((await post(body, signed(body), elsewhere)).status).toBe(401)
    expect(await hinted()).toBe(0)
  })

  it('of another shape, or too large, is refused; of another DocType, taken and forgotten', async () => {
    expect((await post('[]', signed('[]'))).status).toBe(400)
    const large = JSON.stringify({ doctype: 'Lead', name: 'x', note: 'x'.repeat(70_000) })
    expect((await post(large, signed(large))).status).toBe(413)
    const other = '{"doctype": "Item", "name": "PLC"}'
    expect(await (await post(other, signed(other))).json()).toEqual({ taken: false })
    expect(await hinted()).toBe(0)
  })

  it('that comes late, twice or out of order changes nothing: the lead is as ERPNext has it', async () => {
    await setUpDouble(site.double, `${site.app.url}/api/v1/webhooks/erpnext/${site.app.acme.id}`)
    await site.exchange()
    site.double.webhooks.hold()
    const name = site.inErpnext.make({ company_name: 'First' })
    site.inErpnext.change(name, { company_name: 'Second' })
    site.inErpnext.change(name, { company_name: 'Third' })
    await site.double.webhooks.release((held) => held.reverse())
    await site.exchange()
    for (const old of [...site.double.webhooks.deliveries]) await site.double.webhooks.replay(old)
    await site.exchange()
    const { data } = await leads()
    expect(data).toMatchObject([{ company_name: 'Third', erpnext_name: name }])
    const runs = await site.app.acme.as('viewer').executions.list()
    expect(runs.data).toHaveLength(1)
  })
})

describe('looking at what has changed [erpnext.sync.poll]', () => {
  it('finds what no webhook tells of, once, and by its status', async () => {
    await site.exchange()
    const name = site.inErpnext.make({ company_name: 'Quiet' })
    await site.exchange()
    expect((await leads()).data).toHaveLength(0)
    site.pass(31_000)
    await site.exchange()
    expect((await leads()).data).toMatchObject([{ company_name: 'Quiet', status: 'Lead' }])
    const before = (await leads()).data[0]
    site.pass(31_000)
    await site.exchange()
    expect((await leads()).data[0]?.etag).toBe(before?.etag)
    site.inErpnext.change(name, { status: 'Interested' })
    site.pass(31_000)
    await site.exchange()
    expect((await leads()).data).toMatchObject([{ status: 'Interested' }])
  })

  it('misses none of many that were saved at the very same time', async () => {
    await site.exchange()
    const at = site.double.site.clock.now()
    for (let i = 0; i < 1_203; i++)
      site.double.site.db.put('Lead', {
        ...{ doctype: 'Lead', name: `IMPORT-${String(i).padStart(5, '0')}`, company_name: `C${i}` },
        ...{ lead_name: `C${i}`, status: 'Lead', modified: at, creation: at, docstatus: 0 },
      })
    site.double.site.db.commit()
    site.pass(31_000)
    await site.exchange()
    const { leads: counts } = await site.app.acme.as('viewer').erpnext.sync()
    expect(counts.linked).toBe(1_203)
  })

  it('finds what was removed, renamed, or changed while ERPNext’s clock was wrong', async () => {
    await site.exchange()
    const [kept, gone, moved] = ['Kept', 'Gone', 'Moved'].map((company_name) =>
      site.inErpnext.make({ company_name }),
    ) as [string, string, string]
    site.pass(31_000)
    await site.exchange()
    site.inErpnext.remove(gone)
    site.double.as('Administrator', (ctx) => {
      const row = site.double.site.db.get('Lead', moved)
      ctx.site.db.remove('Lead', moved)
      ctx.site.db.put('Lead', { ...row, name: 'LEAD-RENAMED' })
    })
    site.double.site.clock.skew(-3_600_000)
    site.inErpnext.change(kept, { city: 'Cali' })
    site.pass(3_601_000)
    await site.exchange()
    const { data } = await leads()
    const names = data.map((l) => [l.company_name, l.erpnext_name, l.city])
    expect(names).toEqual([
      ['Kept', kept, 'Cali'],
      ['Gone', gone, null],
      ['Moved', 'LEAD-RENAMED', null],
    ])
    const conflicts = await site.app.acme.as('viewer').erpnext.conflicts({ status: 'open' })
    expect(conflicts.data).toMatchObject([{ kind: 'removed', erpnext_name: gone }])
  })
})
