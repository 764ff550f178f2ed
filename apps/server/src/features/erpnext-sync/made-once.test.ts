/** A process that dies between making a lead in ERPNext and writing that down: whoever goes on finds it there. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type ErpnextSite, erpnextSite } from '../../testing/erpnext-site.ts'
import { diesOnce } from '../../testing/mortal-database.ts'
import { sampleLead } from '../../testing/sample-leads.ts'
import { startProgram } from '../../testing/test-app.ts'

let site: ErpnextSite
beforeEach(async () => {
  site = await erpnextSite()
  await site.exchange()
})
afterEach(() => site.close())

it('is made once, also where ERPNext would take it twice [effects.once.erpnext]', async () => {
  const { app, double, now, inErpnext } = site
  const field = double.site.field('Lead', 'custom_insa_id')
  expect(field?.unique).toBe(true)
  if (field) field.unique = false
  await app.acme.as('sales').leads.create(sampleLead({ email_id: null }))
  const { key: apiKey, secret: apiSecret } = double.keys.runtime
  const mortal = await startProgram(
    diesOnce(app.database, () => inErpnext.leads().length > 0),
    {
      working: false,
      now,
      config: {
        erpnext: {
          url: double.url,
          runtime: { apiKey, apiSecret },
          setup: null,
          webhookSecret: null,
        },
      },
    },
  )
  await expect(mortal.program.syncErpnext()).rejects.toThrow()
  await mortal.close()
  expect(inErpnext.leads()).toHaveLength(1)
  site.pass(10 * 60_000)
  await site.exchange()
  const [made, ...others] = inErpnext.leads()
  expect(others).toEqual([])
  const { data } = await app.acme.as('viewer').leads.list()
  expect(data[0]?.erpnext_name).toBe(made?.name)
})
