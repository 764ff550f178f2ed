import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleLead } from '../../testing/sample-leads.ts'
import { type TestApp, type TestCall, testApp } from '../../testing/test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp({ working: false })
})
afterAll(() => app.close())

const call = (path: string, options: TestCall = {}) =>
  app.request(path, { key: app.acme.keys.administrator, ...options })
const create = async (body: unknown = sampleLead()) => (await call('/api/v1/leads', { body })).body

describe('creating a lead', () => {
  it('answers 201 with the lead, its Location and its ETag [leads.create]', async () => {
    const { status, body, headers } = await call('/api/v1/leads', { body: sampleLead() })
    expect(status).toBe(201)
    expect(headers.location).toBe(`/api/v1/leads/${body.id}`)
    expect(headers.etag).toBe(body.etag)
    expect(body).toMatchObject({
      lead_name: 'Ana Ruiz',
      status: 'Lead',
      qualification_status: 'Unqualified',
      language: 'en',
      score: null,
    })
  })

  it('reads the same lead back', async () => {
    const lead = await create()
    const { status, body, headers } = await call(`/api/v1/leads/${lead.id}`)
    expect({ status, body }).toEqual({ status: 200, body: lead })
    expect(headers.etag).toBe(lead.etag)
  })

  it.each([{ lead_name: 'Ana' }, { company_name: 'Acme' }, { email_id: 'a@example.com' }])(
    'takes %j as enough to know whom it is about',
    async (body) => expect((await call('/api/v1/leads', { body })).status).toBe(201),
  )

  it('keeps the message as it was written, blanks and all', async () => {
    const message = '  Línea parada 🏭 \r\n\t e\u0301\u200b  '
    const lead = await create({ lead_name: 'Ana', message })
    expect((await call(`/api/v1/leads/${lead.id}`)).body.message).toBe(message)
  })

  it.each([
    ['a wrong type', { lead_name: 7 }, 'lead_name'],
    ['an unknown field', { lead_name: 'Ana', shoe_size: 38 }, 'shoe_size'],
    ['the score, which is ours to compute', { lead_name: 'Ana', score: null }, 'score'],
    ['nothing that names anybody', { city: 'Bilbao' }, 'lead_name'],
    ['a broken e-mail', { email_id: 'not an address' }, 'email_id'],
    ['a NUL byte', { lead_name: 'Ana', message: 'a\u0000b' }, 'message'],
    ['half a surrogate pair', { lead_name: 'Ana', message: 'a\ud800b' }, 'message'],
    ['a negative revenue', { lead_name: 'Ana', annual_revenue: -1 }, 'annual_revenue'],
    ['a status that ERPNext does not have', { lead_name: 'Ana', status: 'Warm' }, 'status'],
    ['a name beyond its length', { lead_name: 'A'.repeat(141) }, 'lead_name'],
    ['a message of 60,000 letters', { lead_name: 'A', message: 'x'.repeat(60_000) }, 'message'],
    ['an array instead of a lead', [{ lead_name: 'Ana' }], 'body'],
  ])(
    'refuses %s with 422 and names the field [bad-input.names-the-field]',
    async (_what, body, path) => {
      const before = await countLeads()
      const answer = await call('/api/v1/leads', { body })
      expect(answer.status).toBe(422)
      expect(answer.body.errors.map((e: { path: string }) => e.path)).toContain(path)
      expect(await countLeads()).toBe(before)
    },
  )

  it.each([
    ['a body of 5 MB', 413, { 'content-type': 'application/json' }, 'x'.repeat(5_000_000)],
    ['broken JSON', 400, { 'content-type': 'application/json' }, '{"lead_name": '],
    ['no body', 422, { 'content-type': 'application/json' }, ''],
    ['a form', 415, { 'content-type': 'application/x-www-form-urlencoded' }, 'lead_name=Ana'],
    ['no content type', 415, {}, Buffer.from('{"lead_name":"Ana"}')],
    [
      'another charset',
      415,
      { 'content-type': 'application/json; charset=iso-8859-1' },
      '{"lead_name":"Ana"}',
    ],
    [
      'another charset in quotes',
      415,
      { 'content-type': 'application/json;Charset="UTF-16"' },
      '{"lead_name":"Ana"}',
    ],
    [
      'invalid UTF-8',
      400,
      { 'content-type': 'application/json' },
      Buffer.from('{"lead_name":"\xff\xfe"}', 'latin1'),
    ],
    [
      'a key that would change the prototype',
      400,
      { 'content-type': 'application/json' },
      '{"lead_name":"Ana","__proto__":{"a":1}}',
    ],
  ])('refuses %s with %i and leaves nothing behind', async (_what, status, headers, body) => {
    const before = await countLeads()
    const answer = await call('/api/v1/leads', { body, headers: headers as never })
    expect(answer.status).toBe(status)
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(answer.body).toMatchObject({ status, code: expect.any(String) })
    expect(await countLeads()).toBe(before)
  })

  it.each([
    [
      'a body that is too large',
      { 'content-type': 'application/json' },
      'body',
      'The body may have 1 MiB at most.',
    ],
    [
      'a type that is not read',
      { 'content-type': 'text/html' },
      'content-type',
      /^text\/html is not read here: send application\/json/,
    ],
  ])('says of %s which part it was and what would do', async (_what, headers, path, words) => {
    const answer = await call('/api/v1/leads', {
      body: 'x'.repeat(2_000_000),
      headers: headers as never,
    })
    expect(answer.body.errors).toMatchObject([{ path, message: expect.stringMatching(words) }])
    expect(answer.body.detail).toBe(answer.body.errors[0].message)
  })
})

describe('changing a lead', () => {
  const change = (id: string, body: unknown, etag?: string) =>
    call(`/api/v1/leads/${id}`, {
      method: 'PATCH',
      body,
      ...(etag === undefined ? {} : { headers: { 'if-match': etag } }),
    })

  it('changes only the fields that were sent, and gives a new ETag', async () => {
    const lead = await create()
    const { status, body, headers } = await change(
      lead.id,
      { status: 'Open', city: null },
      lead.etag,
    )
    expect(status).toBe(200)
    expect(body).toMatchObject({ status: 'Open', city: null, lead_name: lead.lead_name })
    expect(headers.etag).not.toBe(lead.etag)
    expect(Date.parse(body.updated_at)).toBeGreaterThanOrEqual(Date.parse(lead.updated_at))
  })

  it('asks for If-Match with 428 where it is missing [leads.edit.if-match]', async () => {
    const lead = await create()
    const { status, body } = await change(lead.id, { status: 'Open' })
    expect({ status, code: body.code }).toEqual({
      status: 428,
      code: 'request.if_match_required',
    })
  })

  it('refuses a stale ETag with 412 and changes nothing [leads.edit.if-match]', async () => {
    const lead = await create()
    await change(lead.id, { city: 'Bilbao' }, lead.etag)
    const { status } = await change(lead.id, { city: 'Oviedo' }, lead.etag)
    expect(status).toBe(412)
    expect((await call(`/api/v1/leads/${lead.id}`)).body.city).toBe('Bilbao')
  })

  it('lets exactly one of two changes with the same ETag through', async () => {
    const lead = await create()
    const answers = await Promise.all(
      ['Bilbao', 'Oviedo'].map((city) => change(lead.id, { city }, lead.etag)),
    )
    expect(answers.map((a) => a.status).sort()).toEqual([200, 412])
  })

  it.each(['*', 'W/"1"', '"7", "1"', '1'])('takes If-Match: %s', async (ifMatch) => {
    const lead = await create()
    expect((await change(lead.id, { city: 'Gijón' }, ifMatch)).status).toBe(200)
  })

  it('does not take away the last thing that names it', async () => {
    const lead = await create({ lead_name: 'Ana' })
    const { status, body } = await change(lead.id, { lead_name: null }, lead.etag)
    expect({ status, path: body.errors[0].path }).toEqual({ status: 422, path: 'lead_name' })
  })

  it('refuses a change of nothing', async () => {
    const lead = await create()
    expect((await change(lead.id, {}, lead.etag)).status).toBe(422)
  })

  it('answers 404 for a lead that is not there', async () => {
    expect((await change('01890000-0000-7000-8000-000000000000', { city: 'A' }, '*')).status).toBe(
      404,
    )
    expect((await change('CRM-LEAD-2026-00001', { city: 'A' }, '*')).status).toBe(404)
  })
})

describe('removing a lead', () => {
  it('answers 204, then 404 to whoever reads or removes it again', async () => {
    const lead = await create()
    const remove = () => call(`/api/v1/leads/${lead.id}`, { method: 'DELETE' })
    expect((await remove()).status).toBe(204)
    expect((await remove()).status).toBe(404)
    expect((await call(`/api/v1/leads/${lead.id}`)).status).toBe(404)
  })

  it('is refused with 412 to who read an older lead [leads.edit.if-match]', async () => {
    const lead = await create()
    const send = (method: 'PATCH' | 'DELETE', etag: string, body?: unknown) =>
      call(`/api/v1/leads/${lead.id}`, { method, body, headers: { 'if-match': etag } })
    const remove = (etag: string) => send('DELETE', etag)
    await send('PATCH', lead.etag, { city: 'Bilbao' })
    expect((await remove(lead.etag)).status).toBe(412)
    const { body } = await call(`/api/v1/leads/${lead.id}`)
    expect((await remove(body.etag)).status).toBe(204)
  })
})

async function countLeads(): Promise<number> {
  return (await call('/api/v1/overview')).body.leads_total
}
