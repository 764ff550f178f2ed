import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Row } from './doctype.ts'
import { type ErpnextDouble, startErpnextDouble } from './erpnext-double.ts'
import { dataOf, type Raw, rawClient } from './raw-client.ts'

interface Got {
  headers: Record<string, unknown>
  body: string
}

let double: ErpnextDouble
let raw: Raw
let receiver: Server
let got: Got[]
let statuses: number[]
let url: string

beforeEach(async () => {
  got = []
  statuses = []
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    got.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
    response.writeHead(statuses.shift() ?? 204).end()
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
  double = await startErpnextDouble({ webhookPauses: [1, 1, 1] })
  raw = rawClient(double)
})
afterEach(async () => {
  await double.stop()
  receiver.closeAllConnections()
  await new Promise((resolve) => receiver.close(resolve))
})

const hook = (name: string, more: Row = {}) =>
  raw('POST', 'resource/Webhook', {
    as: 'setup',
    body: {
      name,
      webhook_doctype: 'Lead',
      webhook_docevent: 'on_update',
      request_url: url,
      request_structure: 'Form URL-Encoded',
      enable_security: 1,
      webhook_secret: 's3cret',
      webhook_data: ['doctype', 'name', 'company_name', 'annual_revenue'].map((key) => ({
        key,
        fieldname: key,
      })),
      ...more,
    },
  })

const lead = async (body: Row = {}) => {
  const made = await raw('POST', 'resource/Lead', { body: { company_name: 'Müller 😀', ...body } })
  return dataOf(made)
}

describe('12: webhooks', () => {
  it('send Python’s JSON as raw text, signed in base64, without a content type', async () => {
    const made = dataOf(await hook('all'))
    expect(made.webhook_secret).toMatch(/^\*+$/)
    const { name } = await lead({ annual_revenue: 1_500_000 })
    await double.webhooks.idle()
    expect(got).toHaveLength(1)
    const [{ headers, body } = { headers: {}, body: '' }] = got
    expect(body).toBe(
      `{"doctype": "Lead", "name": "${name}", "company_name": "M\\u00fcller \\ud83d\\ude00", "annual_revenue": 1500000.0}`,
    )
    expect(headers).not.toHaveProperty('content-type')
    expect(headers['x-frappe-webhook-signature']).toBe(
      createHmac('sha256', 's3cret').update(body).digest('base64'),
    )
  })

  it('are tried three times, and no more', async () => {
    await hook('tries')
    statuses = [500, 502, 204]
    await lead()
    await double.webhooks.idle()
    statuses = [500, 500, 500]
    await lead()
    await double.webhooks.idle()
    expect(double.webhooks.deliveries.map((d) => d.outcomes)).toEqual([
      [500, 502, 204],
      [500, 500, 500],
    ])
  })

  it('come after the commit, once per document with its last state, and not after a failure', async () => {
    await hook('once')
    await hook('created', { webhook_docevent: 'after_insert' })
    await raw('POST', 'method/frappe.client.insert_many', {
      body: { docs: [{ doctype: 'Lead', company_name: 'Good' }, { doctype: 'Lead' }] },
    })
    await double.webhooks.idle()
    expect(got).toHaveLength(0)
    const made = await lead()
    await double.webhooks.idle()
    expect(double.webhooks.deliveries.map((d) => d.webhook).sort()).toEqual(['created', 'once'])
    await raw('PUT', `resource/Lead/${made.name}`, { body: { company_name: 'Changed' } })
    await double.webhooks.idle()
    expect(got.at(-1)?.body).toContain('"company_name": "Changed"')
  })

  it('say nothing of direct writes, so an opportunity changes its lead in silence', async () => {
    const made = await lead()
    await hook('silent')
    await raw('POST', 'resource/Opportunity', {
      body: { opportunity_from: 'Lead', party_name: made.name },
    })
    await double.webhooks.idle()
    expect(got).toHaveLength(0)
    const rows = await raw('GET', 'resource/Lead', {
      query: { fields: ['name'], filters: { modified: ['>', String(made.modified)] } },
    })
    expect(dataOf(rows)).toEqual([{ name: made.name }])
  })

  it('tell of deletions, can be kept back, come in another order, and again', async () => {
    await hook('trash', { webhook_docevent: 'on_trash' })
    await hook('updates')
    double.webhooks.hold()
    const [one, two] = [await lead(), await lead()]
    await raw('DELETE', `resource/Lead/${two.name}`)
    expect(got).toHaveLength(0)
    await double.webhooks.release((held) => held.toReversed())
    expect(got.map(({ body }) => JSON.parse(body).name)).toEqual([two.name, two.name, one.name])
    const [first] = double.webhooks.deliveries
    if (first) await double.webhooks.replay(first)
    expect(got.at(-1)?.body).toBe(got[0]?.body)
  })

  it('the secret stays when asterisks are sent, and the DocType cannot be changed', async () => {
    await hook('kept')
    const put = (body: Row) => raw('PUT', 'resource/Webhook/kept', { as: 'setup', body })
    await put({ webhook_secret: '********', timeout: 6 })
    expect(double.site.db.get('Webhook', 'kept')?.webhook_secret).toBe('s3cret')
    const moved = await put({ webhook_doctype: 'Customer' })
    expect(moved.json?.exc_type).toBe('CannotChangeConstantError')
    const submit = await hook('submit', { webhook_docevent: 'on_submit' })
    expect(submit.status).toBe(417)
  })
})
