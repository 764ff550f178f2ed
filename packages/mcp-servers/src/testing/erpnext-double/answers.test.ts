import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Row } from './doctype.ts'
import { type ErpnextDouble, startErpnextDouble } from './erpnext-double.ts'
import { parseFaults } from './faults.ts'
import { dataOf, messagesOf, type Raw, rawClient } from './raw-client.ts'

let double: ErpnextDouble
let raw: Raw

beforeAll(async () => {
  double = await startErpnextDouble()
  raw = rawClient(double)
})
afterAll(() => double.stop())

describe('1: statuses', () => {
  it('answers 403 to Guest and 401 to a token of two parts that names nobody', async () => {
    expect((await raw('GET', 'resource/Lead', { as: 'guest' })).status).toBe(403)
    const bad = { as: 'guest', headers: { authorization: 'token runtime-key:wrong' } } as const
    expect((await raw('GET', 'resource/Lead', bad)).status).toBe(401)
    const three = { as: 'guest', headers: { authorization: 'token' } } as const
    expect((await raw('GET', 'resource/Lead', three)).status).toBe(403)
  })

  it('takes Basic and Bearer, in any case, and answers 400 to broken base64', async () => {
    const basic = Buffer.from('runtime-key:runtime-secret').toString('base64')
    const get = (authorization: string) =>
      raw('GET', 'method/frappe.auth.get_logged_user', { as: 'guest', headers: { authorization } })
    expect((await get(`basic ${basic}`)).json?.message).toBe('crm@insa.example')
    double.as('Administrator', ({ site }) =>
      site.db.put('OAuth Bearer Token', {
        name: 'tok',
        user: 'crm@insa.example',
        status: 'Active',
      }),
    )
    expect((await get('Bearer tok')).json?.message).toBe('crm@insa.example')
    const broken = await get('Basic !!!')
    expect([broken.status, broken.json?.exc_type]).toEqual([400, 'InvalidAuthorizationToken'])
  })

  it('answers 417 to what is invalid, with the traceback’s last line', async () => {
    const { status, json } = await raw('POST', 'resource/Lead', { body: {} })
    expect(status).toBe(417)
    expect(json).toMatchObject({
      exc_type: 'ValidationError',
      exception:
        "frappe.exceptions.ValidationError: A Lead requires either a person's name or an organization's name",
      _exc_source: 'erpnext (app)',
    })
    expect(JSON.parse(String(json?.exc))).toHaveLength(1)
  })

  it('answers 404 without exception and exc', async () => {
    const reply = await raw('GET', 'resource/Lead/NONE')
    expect(reply.status).toBe(404)
    expect(reply.json).not.toHaveProperty('exception')
    expect(reply.json).not.toHaveProperty('exc')
    expect(messagesOf(reply)[0]?.message).toBe('Lead NONE not found')
    const unknown = await raw('GET', 'resource/Leadd')
    expect([unknown.status, messagesOf(unknown)[0]?.message]).toEqual([
      404,
      'DocType Leadd not found',
    ])
    expect((await raw('GET', 'nothing/here')).json).toEqual({ exc_type: 'DoesNotExistError' })
  })

  it('answers 409 to duplicates, 200 to an insert and 202 to a deletion', async () => {
    const body = { item_code: 'DUP', item_group: 'Services', stock_uom: 'Hour' }
    const first = await raw('POST', 'resource/Item', { as: 'setup', body })
    expect(first.status).toBe(200)
    const second = await raw('POST', 'resource/Item', { as: 'setup', body })
    expect([second.status, second.json?.exc_type]).toEqual([409, 'DuplicateEntryError'])
    expect(messagesOf(second)[0]).toMatchObject({
      message: 'Item <strong>DUP</strong> already exists',
      title: 'Duplicate Name',
    })
    const gone = await raw('DELETE', 'resource/Item/DUP', { as: 'setup' })
    expect([gone.status, gone.json]).toEqual([202, { data: 'ok' }])
    const again = await raw('DELETE', 'resource/Item/DUP', { as: 'setup' })
    expect([again.status, again.json]).toEqual([404, { exc_type: 'DoesNotExistError' }])
  })

  it('answers 500 to a missing argument and to JSON that is none, 417 to an unknown method', async () => {
    expect((await raw('GET', 'method/frappe.client.get_list')).status).toBe(500)
    const broken = await raw('GET', 'resource/Lead', { query: { filters: '{nope' } })
    expect([broken.status, broken.json?.exc_type]).toEqual([500, 'JSONDecodeError'])
    expect((await raw('GET', 'method/no.such.method')).status).toBe(417)
    const guest = await raw('GET', 'method/no.such.method', { as: 'guest' })
    expect([guest.status, messagesOf(guest)[0]?.title]).toEqual([403, 'Method Not Allowed'])
  })

  it('v2 wraps everything as data and errors as a list', async () => {
    const list = await raw('GET', 'v2/document/Lead', { query: { limit: 2, limit_page_length: 9 } })
    expect(dataOf<Row[]>(list)).toHaveLength(2)
    const failed = await raw('POST', 'v2/document/Lead', { body: {} })
    expect(failed.json?.errors).toMatchObject([
      {
        type: 'ValidationError',
        message: expect.stringContaining('A Lead requires'),
        indicator: 'red',
      },
    ])
    const count = await raw('GET', 'v2/doctype/Lead/count')
    expect(dataOf(count)).toBe(double.site.db.rows('Lead').length)
    const meta = await raw('GET', 'v2/doctype/Lead/meta')
    expect(dataOf(meta)).toMatchObject({ name: 'Lead', autoname: 'naming_series:' })
  })
})

describe('2: messages', () => {
  it('encodes them twice, also beside a success', async () => {
    const body = { customer_name: 'Twice GmbH' }
    const first = dataOf(await raw('POST', 'resource/Customer', { body }))
    const reply = await raw('POST', 'resource/Customer', { body })
    expect([first.name, dataOf(reply).name]).toEqual(['Twice GmbH', 'Twice GmbH - 1'])
    expect(reply.status).toBe(200)
    expect(messagesOf(reply)[0]?.message).toContain("Changed customer name to 'Twice GmbH - 1'")
  })
})

describe('3: documents and rows', () => {
  it('a single document omits nulls and always carries its tables and its doctype', async () => {
    const made = dataOf(await raw('POST', 'resource/Lead', { body: { company_name: 'Plain' } }))
    const doc = dataOf(await raw('GET', `resource/Lead/${made.name}`))
    expect(doc).toMatchObject({ doctype: 'Lead', notes: [] })
    expect(doc).not.toHaveProperty('email_id')
    const rpc = await raw('POST', 'method/frappe.client.get', {
      body: { doctype: 'Lead', name: made.name },
    })
    expect(rpc.json?.message).toHaveProperty('email_id', null)
  })

  it('a list carries nulls and no doctype, names alone by default, 20 at a time, all with limit 0', async () => {
    for (let i = 0; i < 15; i++)
      await raw('POST', 'resource/Lead', { body: { company_name: `Many ${i}` } })
    const rows = dataOf<Row[]>(await raw('GET', 'resource/Lead'))
    expect(rows).toHaveLength(20)
    expect(Object.keys(rows[0] ?? {})).toEqual(['name'])
    const all = dataOf<Row[]>(
      await raw('GET', 'resource/Lead', { query: { limit: '0', fields: ['name', 'email_id'] } }),
    )
    expect(all.length).toBe(double.site.db.rows('Lead').length)
    expect(all).toContainEqual({ name: expect.any(String), email_id: null })
    const star = dataOf<Row[]>(await raw('GET', 'resource/Lead', { query: { fields: ['*'] } }))
    expect(star[0]).toHaveProperty('_assign')
    expect(star[0]).not.toHaveProperty('doctype')
    expect(star[0]).not.toHaveProperty('notes')
  })

  it('knows joins, functions, groups and arrays of arrays', async () => {
    const query = {
      fields: ['status', 'count(name) as n'],
      group_by: 'status',
      filters: { source: 'Reference' },
    }
    expect(dataOf(await raw('GET', 'resource/Lead', { query }))).toEqual([
      { status: 'Lead', n: 11 },
    ])
    const child = { fields: ['name', 'notes.note as note'], filters: { last_name: 'Nair' } }
    expect(dataOf(await raw('GET', 'resource/Lead', { query: child }))).toEqual([
      {
        name: 'CRM-LEAD-2026-00003'.replace('2026', double.site.clock.year()),
        note: expect.stringContaining('62443'),
      },
    ])
    const linked = { fields: ['lead_owner.full_name as owner_name'], limit: 1, as_dict: 'false' }
    expect(dataOf(await raw('GET', 'resource/Lead', { query: linked }))).toHaveLength(1)
    const listed = await raw('GET', 'resource/CRM Note', { query: { fields: ['note'] } })
    expect(listed.status).toBe(403)
    const withParent = { query: { fields: ['note'], parent: 'Lead' } }
    expect((await raw('GET', 'resource/CRM Note', withParent)).status).toBe(200)
    for (const fields of [['nope'], ['concat(name)'], ['(select 1)']]) {
      const refused = await raw('GET', 'resource/Lead', { query: { fields } })
      expect([refused.status, refused.json?.exc_type]).toEqual([417, 'DataError'])
    }
  })

  it('filters as MariaDB does: without case, and empty is what is not', async () => {
    const count = async (filters: unknown) =>
      dataOf<Row[]>(await raw('GET', 'resource/Lead', { query: { filters, limit: '0' } })).length
    const all = await count({})
    expect(await count({ email_id: 'MARTA@aguasdelvalle.EXAMPLE  ' })).toBe(1)
    expect(await count({ source: ['!=', 'Reference'] })).toBe(all - 11)
    expect(await count([['Lead', 'source', 'in', 'Reference,Walk In']])).toBe(12)
    expect(await count({ email_id: ['is', 'not set'] })).toBe(all - 11)
    expect(await count({ qualified_on: ['<', '2001-01-01'] })).toBe(all)
    expect(await count({ creation: ['timespan', 'today'] })).toBe(all)
    expect(await count({ creation: ['between', ['2001-01-01', double.site.clock.today()]] })).toBe(
      all,
    )
    expect(await count({ lead_name: ['like', '%stone%'] })).toBe(1)
    const bad = await raw('GET', 'resource/Lead', { query: { filters: { status: ['~', 'x'] } } })
    expect(messagesOf(bad)[0]?.message).toContain('Operator must be one of')
    const two = await raw('GET', 'resource/Lead', { query: { filters: [['status', 'Open']] } })
    expect(messagesOf(two)[0]?.message).toBe('DocType status not found')
    const tree = { query: { filters: { territory_name: ['descendants of', 'All Territories'] } } }
    expect(dataOf(await raw('GET', 'resource/Territory', tree))).toHaveLength(3)
  })
})

describe('4: order', () => {
  it('there is none unless it is asked for', async () => {
    const names = async (query: Row) =>
      dataOf<Row[]>(await raw('GET', 'resource/Lead', { query: { limit: '0', ...query } })).map(
        (row) => row.name,
      )
    const sorted = await names({ order_by: 'name asc' })
    expect(sorted).toEqual([...sorted].sort())
    const [one, two] = [await names({}), await names({})]
    expect(one).not.toEqual(two)
    expect([...one].sort()).toEqual(sorted)
    const unknown = await raw('GET', 'resource/Lead', { query: { order_by: 'nope' } })
    expect(unknown.status).toBe(500)
  })
})

describe('13: what is no JSON', () => {
  it('a verb that v1 does not have, a browser’s Accept and a body too large get HTML', async () => {
    const patch = await raw('PATCH', 'resource/Lead/X', { body: {} })
    expect([patch.status, patch.json]).toEqual([405, null])
    const page = await raw('GET', 'resource/Lead/NONE', { headers: { accept: 'text/html' } })
    expect([page.status, page.json]).toEqual([404, null])
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(await statusOfHugePost(double.port)).toContain('413')
  })

  it('a site that it does not serve gets HTML, OPTIONS an empty 200', async () => {
    const other = await raw('GET', 'method/ping', { headers: { 'x-frappe-site-name': 'other' } })
    expect([other.status, other.json]).toEqual([404, null])
    const options = await raw('OPTIONS', 'resource/Lead')
    expect([options.status, options.text]).toEqual([200, ''])
  })
})

/** Announces more than the site takes, and sends nothing of it. */
const statusOfHugePost = (port: number) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(
        `POST /api/method/upload_file HTTP/1.1\r\nhost: x\r\ncontent-length: ${30 * 1024 * 1024}\r\n\r\n`,
      ),
    )
    socket.once('data', (data) => {
      resolve(data.toString().split('\r\n')[0] ?? '')
      socket.destroy()
    })
    socket.once('error', reject)
  })

describe('14: faults', () => {
  it('429 says when to come back, 503 and 502 are pages, and a plan names its chances', async () => {
    double.faults.next('429', '503', '502', 'html')
    const limited = await raw('GET', 'method/ping')
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '1'])
    expect((await raw('GET', 'method/ping')).status).toBe(503)
    expect((await raw('GET', 'method/ping')).status).toBe(502)
    const html = await raw('GET', 'method/ping')
    expect([html.status, html.json]).toEqual([200, null])
    expect((await raw('GET', 'method/ping')).json).toEqual({ message: 'pong' })
    expect(parseFaults('slow=20,429=0.5,skew=-90000')).toEqual({
      slow: 20,
      skew: -90_000,
      chance: { 429: 0.5 },
    })
    expect(() => parseFaults('nope=1')).toThrow('There is no fault nope')
  })

  it('a dropped request did nothing, a lost answer was done, a cut one ends in the middle', async () => {
    const leads = () => double.site.db.rows('Lead').length
    const before = leads()
    double.faults.next('drop')
    await expect(raw('POST', 'resource/Lead', { body: { company_name: 'A' } })).rejects.toThrow()
    expect(leads()).toBe(before)
    double.faults.next('lose')
    await expect(raw('POST', 'resource/Lead', { body: { company_name: 'B' } })).rejects.toThrow()
    expect(leads()).toBe(before + 1)
    double.faults.next('cut')
    await expect(raw('GET', 'resource/Lead')).rejects.toThrow()
  })

  it('maintenance turns everybody away, read-only turns away writes', async () => {
    double.site.mode = 'maintenance'
    const closed = await raw('GET', 'method/ping')
    expect([closed.status, closed.json?.exc_type]).toEqual([503, 'SessionStopped'])
    double.site.mode = 'read-only'
    expect((await raw('GET', 'resource/Lead')).status).toBe(200)
    const write = await raw('POST', 'resource/Lead', { body: { company_name: 'C' } })
    expect([write.status, write.json?.exc_type]).toEqual([503, 'InReadOnlyMode'])
    double.site.mode = 'open'
  })

  it('its clock can be off, and answers can be slow', async () => {
    double.site.clock.skew(-86_400_000)
    const made = dataOf(await raw('POST', 'resource/Lead', { body: { company_name: 'Late' } }))
    double.site.clock.skew(0)
    expect(String(made.creation).slice(0, 10) < double.site.clock.today()).toBe(true)
    double.faults.plan = { ...double.faults.plan, slow: 30 }
    const from = performance.now()
    await raw('GET', 'method/ping')
    expect(performance.now() - from).toBeGreaterThan(25)
    double.faults.plan = { ...double.faults.plan, slow: 0 }
  })
})

describe('sessions and files', () => {
  it('a login gives a session, a dead one runs as Guest and says so', async () => {
    const wrong = await raw('POST', 'method/login', {
      as: 'guest',
      body: { usr: 'crm@insa.example', pwd: 'no' },
    })
    expect([wrong.status, wrong.json?.message]).toEqual([401, 'Invalid login credentials'])
    const right = await raw('POST', 'method/login', {
      as: 'guest',
      body: { usr: 'crm@insa.example', pwd: 'runtime-password' },
    })
    expect(right.json).toMatchObject({ message: 'Logged In', home_page: '/app' })
    const cookie = right.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const me = { as: 'guest', headers: { cookie } } as const
    expect((await raw('GET', 'resource/Lead', me)).status).toBe(200)
    const dead = await raw('GET', 'resource/Lead', { as: 'guest', headers: { cookie: 'sid=gone' } })
    expect([dead.status, dead.json?.session_expired]).toEqual([403, 1])
  })

  it('a file is uploaded as a form, kept private, and read back with the key', async () => {
    const form = new FormData()
    form.set('file', new Blob(['hello']), 'scope.txt')
    form.set('is_private', '1')
    const authorization = 'token runtime-key:runtime-secret'
    const reply = await fetch(`${double.url}/api/method/upload_file`, {
      method: 'POST',
      body: form,
      headers: { authorization },
    })
    const { message } = (await reply.json()) as { message: Row }
    expect(message).toMatchObject({ file_url: '/private/files/scope.txt', file_size: 5 })
    const address = `${double.url}${message.file_url}`
    expect(await (await fetch(address, { headers: { authorization } })).text()).toBe('hello')
    expect((await fetch(address)).status).toBe(403)
  })
})
