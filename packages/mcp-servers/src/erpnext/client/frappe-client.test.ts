import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type ErpnextDouble,
  startErpnextDouble,
} from '../../testing/erpnext-double/erpnext-double.ts'
import { EXPIRED_CERTIFICATE } from '../../testing/expired-certificate.ts'
import { createFrappeClient, type FrappeClient } from './frappe-client.ts'
import { FrappeFailure } from './frappe-failure.ts'
import { firstField, listFields } from './metadata.ts'
import { signWebhook, verifyWebhook } from './webhook-signature.ts'

let double: ErpnextDouble
let client: FrappeClient

const clientOf = (
  { url, keys }: ErpnextDouble,
  more: Partial<Parameters<typeof createFrappeClient>[0]> = {},
) => createFrappeClient({ url, apiKey: keys.runtime.key, apiSecret: keys.runtime.secret, ...more })

beforeAll(async () => {
  double = await startErpnextDouble()
  client = clientOf(double)
})
afterAll(() => double.stop())

const failureOf = async (work: Promise<unknown>): Promise<FrappeFailure> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof FrappeFailure) return error
  throw new Error(`No FrappeFailure: ${error}`)
}

describe('reading and writing', () => {
  it('pages neither repeat nor miss a row', async () => {
    for (let i = 0; i < 30; i++) await client.insert('Lead', { company_name: `Page ${i}` })
    const names: string[] = []
    for (let start = 0; ; start += 7) {
      const rows = await client.list('Lead', { start, limit: 7, orderBy: 'status asc' })
      names.push(...rows.map((r) => r.name))
      if (rows.length < 7) break
    }
    expect(new Set(names).size).toBe(names.length)
    expect(names).toHaveLength(double.site.db.rows('Lead').length)
    expect(await client.count('Lead')).toBe(names.length)
  })

  it('inserts, finds, changes, deletes, and tells what is not there', async () => {
    const made = await client.insert('Lead', { first_name: 'Ada', company_name: 'A/B & Sons' })
    expect((await client.update('Lead', made.name, { city: 'Bonn' })).city).toBe('Bonn')
    await client.remove('Lead', made.name)
    expect(await client.find('Lead', made.name)).toBeNull()
    expect(await failureOf(client.get('Nonsense', 'x'))).toMatchObject({ kind: 'unknown_doctype' })
  })

  it('a name with a slash, blanks and an umlaut is found', async () => {
    const made = await client.insert('Customer', { customer_name: 'Müller/Söhne & Co' })
    expect((await client.get('Customer', made.name)).name).toBe('Müller/Söhne & Co')
  })

  it('calls methods, methods of documents, and hears what is said beside a success', async () => {
    const [lead] = await client.list('Lead', { limit: 1, orderBy: 'name asc' })
    const name = lead?.name ?? ''
    await client.callDocument({ doctype: 'Lead', name, method: 'add_note' }, { note: 'hi' })
    expect((await client.get('Lead', name)).notes).toContainEqual(
      expect.objectContaining({ note: 'hi' }),
    )
    const draft = await client.read('erpnext.crm.doctype.lead.lead.make_opportunity', {
      source_name: name,
    })
    expect(draft).toMatchObject({ __islocal: 1, party_name: name })
    const notices: string[] = []
    const onNotice = (notice: string) => void notices.push(notice)
    await client.insert('Customer', { customer_name: 'Said' }, { onNotice })
    await client.insert('Customer', { customer_name: 'Said' }, { onNotice })
    expect(notices).toEqual(["Changed customer name to 'Said - 1' as 'Said' already exists."])
  })

  it('reads metadata once, and finds a field by whichever name the site’s version has', async () => {
    const before = double.requests.length
    const [meta] = await Promise.all([client.meta('Lead'), client.meta('Lead')])
    expect(double.requests.length).toBe(before + 1)
    expect(listFields(meta).some((f) => f.fieldname === 'notes')).toBe(false)
    expect(firstField(meta, ['utm_source', 'source'])).toBe('source')
    const newer = await startErpnextDouble({ version: 16 })
    const other = await clientOf(newer).meta('Lead')
    expect(firstField(other, ['utm_source', 'source'])).toBe('utm_source')
    await newer.stop()
  })
})

describe('failures', () => {
  it('are told apart', async () => {
    const wrong = createFrappeClient({ url: double.url, apiKey: 'a', apiSecret: 'b' })
    expect(await failureOf(wrong.list('Lead'))).toMatchObject({ kind: 'unauthorized', status: 401 })
    expect(await failureOf(client.list('Custom Field'))).toMatchObject({ kind: 'forbidden' })
    const made = await client.insert('Lead', { email_id: 'x@failures.example' })
    expect(
      await failureOf(client.insert('Lead', { email_id: 'x@failures.example' })),
    ).toMatchObject({
      kind: 'duplicate',
      message: `Email Address must be unique, it is already used in ${made.name}`,
    })
    await client.update('Lead', made.name, { city: 'Kiel', modified: made.modified })
    const stale = client.update('Lead', made.name, { city: 'Ulm', modified: made.modified })
    expect(await failureOf(stale)).toMatchObject({ kind: 'stale', status: 417 })
    await client.insert('Opportunity', { opportunity_from: 'Lead', party_name: made.name })
    expect(await failureOf(client.remove('Lead', made.name))).toMatchObject({ kind: 'linked' })
  })

  it('name the mandatory fields by their names and say everything in plain text', async () => {
    const failure = await failureOf(client.insert('Event', {}))
    expect(failure.fields).toEqual(['subject', 'starts_on'])
    expect(failure.messages).toEqual([
      'Error: Value missing for Event: Subject',
      'Error: Value missing for Event: Starts On',
    ])
    const linked = await failureOf(client.insert('Lead', { company_name: 'X', territory: 'Mars' }))
    expect(linked.message).toBe('Could not find Territory: Mars')
  })

  it('a read comes through overload, maintenance pages, pauses and broken connections', async () => {
    double.faults.next('502', 'drop', 'cut')
    expect(await client.list('Lead', { limit: 1 })).toHaveLength(1)
  })

  it('a write is repeated where it was not done, waiting as long as it is told to', async () => {
    const before = double.site.db.rows('Lead').length
    double.faults.next('429')
    const from = performance.now()
    await client.insert('Lead', { company_name: 'Retried' })
    expect(performance.now() - from).toBeGreaterThan(900)
    expect(double.site.db.rows('Lead').length).toBe(before + 1)
  })

  it('a write whose answer is lost is not repeated, and its fate is said to be unknown', async () => {
    const before = double.site.db.rows('Lead').length
    double.faults.next('lose')
    const failure = await failureOf(client.insert('Lead', { company_name: 'Lost' }))
    expect(failure).toMatchObject({ kind: 'unreachable', outcome: 'unknown' })
    expect(double.site.db.rows('Lead').length).toBe(before + 1)
  })

  it('a slow site ends in a time-out, unknown for a write', async () => {
    const hasty = clientOf(double, { timeoutMs: 40, attempts: 1 })
    double.faults.plan = { ...double.faults.plan, slow: 200 }
    expect(await failureOf(hasty.list('Lead'))).toMatchObject({ kind: 'timeout' })
    const write = await failureOf(hasty.insert('Lead', { company_name: 'Slow' }))
    expect(write).toMatchObject({ kind: 'timeout', outcome: 'unknown' })
    double.faults.plan = { ...double.faults.plan, slow: 0 }
  })

  it('a page instead of data, another server and a redirect are no Frappe site', async () => {
    double.faults.next('html')
    expect(await failureOf(client.list('Lead'))).toMatchObject({ kind: 'not_frappe' })
    const other = createServer((request, response) =>
      request.url?.includes('ping')
        ? response.writeHead(301, { location: 'https://elsewhere.example/' }).end()
        : response.writeHead(200, { 'content-type': 'application/json' }).end('{"hello":1}'),
    )
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
    const stranger = createFrappeClient({ url, apiKey: 'a', apiSecret: 'b' })
    expect(await failureOf(stranger.list('Lead'))).toMatchObject({ kind: 'not_frappe' })
    const sent = await failureOf(stranger.read('ping'))
    expect(sent.message).toContain('https://elsewhere.example/')
    other.close()
  })

  it('nothing at the address is said so, and that nothing was done', async () => {
    const gone = await startErpnextDouble({ leads: 0 })
    await gone.stop()
    const nothing = createFrappeClient({
      url: gone.url,
      apiKey: 'a',
      apiSecret: 'b',
      attempts: 1,
    })
    expect(await failureOf(nothing.list('Lead'))).toMatchObject({
      kind: 'unreachable',
      outcome: 'not_done',
      message: `Nothing answers at 127.0.0.1:${gone.port}.`,
    })
  })

  it('an expired certificate is named, in a process that trusts its signer', async () => {
    const tls = await startErpnextDouble({ tls: EXPIRED_CERTIFICATE, leads: 0 })
    const program = `
      import { createFrappeClient } from ${JSON.stringify(fileURLToPath(new URL('frappe-client.ts', import.meta.url)))}
      import tls from 'node:tls'
      tls.setDefaultCACertificates([process.env.CA])
      const client = createFrappeClient({ url: process.env.URL_, apiKey: 'a', apiSecret: 'b', attempts: 1 })
      await client.list('Lead').catch((error) => console.log(error.kind, error.message))`
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', program],
      { env: { PATH: process.env.PATH, URL_: tls.url, CA: EXPIRED_CERTIFICATE.cert } },
    )
    expect(stdout).toMatch(/^certificate The certificate of 127\.0\.0\.1:\d+ has expired\.$/m)
    await tls.stop()
  })

  it('names no key', async () => {
    const wrong = createFrappeClient({ url: double.url, apiKey: 'AAKEY', apiSecret: 'BBSECRET' })
    const failure = await failureOf(wrong.list('Lead'))
    expect(`${failure.message}${JSON.stringify(failure)}`).not.toMatch(/AAKEY|BBSECRET/)
  })
})

describe('webhook signatures', () => {
  it('hold over the bytes as they came, and over nothing else', () => {
    const body = Buffer.from('{"name": "M\\u00fcller"}')
    const signature = signWebhook(body, 's3cret')
    expect(verifyWebhook(body, signature, 's3cret')).toBe(true)
    expect(verifyWebhook(Buffer.from('{"name":"Müller"}'), signature, 's3cret')).toBe(false)
    expect(verifyWebhook(body, signature, 'other')).toBe(false)
    expect(verifyWebhook(body, undefined, 's3cret')).toBe(false)
    expect(verifyWebhook(body, signWebhook(body, ''), '')).toBe(false)
  })
})
