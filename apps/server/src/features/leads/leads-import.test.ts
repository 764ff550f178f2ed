import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { qualifyOnRequest } from '../../testing/qualify-on-request.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'
import { DATABASE_KINDS } from '../../testing/test-database.ts'

describe.each(DATABASE_KINDS)('importing leads on %s', (kind) => {
  let app: TestApp
  beforeAll(async () => {
    app = await testApp({ database: kind })
    await qualifyOnRequest(app.acme)
  })
  afterAll(() => app.close())

  const sales = () => app.acme.as('sales')
  const send = (body: unknown, type: string, headers: Record<string, string> = {}) =>
    app.request('/api/v1/leads/import', {
      key: app.acme.keys.sales,
      body,
      headers: { 'content-type': type, ...headers },
    })
  const sendCsv = (text: string | Buffer) => send(text, 'text/csv')
  const countLeads = async () => (await sales().overview()).leads_total
  const importCsv = async (text: string | Buffer) => {
    const { status, body } = await sendCsv(text)
    expect({ status, body }).toMatchObject({ status: 202 })
    const ended = await sales().executions.follow(body.id)
    expect(ended.error).toBeNull()
    return ended
  }
  const newest = async (n: number) => (await sales().leads.list({ limit: n })).data.toReversed()

  describe('from CSV', () => {
    it.each([
      ['commas', 'company_name,city\nAcme,Bilbao\n'],
      ['semicolons', 'company_name;city\nAcme;Bilbao\n'],
      ['tabs', 'company_name\tcity\nAcme\tBilbao\n'],
      ['a byte order mark', '\ufeffcompany_name,city\nAcme,Bilbao\n'],
      ['Windows line ends', 'company_name,city\r\nAcme,Bilbao\r\n'],
      ['no last line end', 'company_name,city\nAcme,Bilbao'],
      ['blank lines', '\ncompany_name,city\n\nAcme,Bilbao\n\n'],
      ['quotes', '"company_name","city"\n"Acme","Bilbao"\n'],
      ['headers as people write them', 'Company Name, City \nAcme,Bilbao\n'],
      ['rows of separators only', 'company_name,city\nAcme,Bilbao\n,\n , \n'],
      ['an empty column', 'company_name,phone,city\nAcme,,Bilbao\n'],
    ])('reads %s', async (_what, text) => {
      const { output_data } = await importCsv(text)
      expect(output_data).toEqual({ imported: 1, rows: 1, qualifying: false })
      expect(await newest(1)).toMatchObject([{ company_name: 'Acme', city: 'Bilbao', phone: null }])
    })

    it.each([
      ['a comma in quotes', 'lead_name,message\nAna,"PLC, SCADA"\n', 'PLC, SCADA'],
      ['a quote in quotes', 'lead_name,message\nAna,"a 5"" pipe"\n', 'a 5" pipe'],
      ['a line end in quotes', 'lead_name,message\r\nAna,"one\r\ntwo"\r\n', 'one\r\ntwo'],
      ['blanks around the words', 'lead_name,message\nAna,"  two  "\n', '  two  '],
      [
        'semicolons in a file of commas',
        'lead_name,message\nAna,PLC; SCADA; HMI\n',
        'PLC; SCADA; HMI',
      ],
      [
        'commas in a file of semicolons',
        'lead_name;message\nAna;PLC, SCADA, HMI\n',
        'PLC, SCADA, HMI',
      ],
      ['tabs in a file of commas', 'lead_name,message\nAna,PLC\tSCADA\n', 'PLC\tSCADA'],
      ['a formula as words', 'lead_name,message\nAna,"=1+1"\n', '=1+1'],
    ])('keeps %s', async (_what, text, message) => {
      await importCsv(text)
      expect(await newest(1)).toMatchObject([{ lead_name: 'Ana', message }])
    })

    it('reads numbers, statuses and languages as what they are', async () => {
      await importCsv(
        'lead_name,annual_revenue,status,message\nAna, 1250000.50 ,Open,Wir brauchen eine neue Steuerung für unsere Anlage.\n',
      )
      expect(await newest(1)).toMatchObject([
        { annual_revenue: 1_250_000.5, status: 'Open', language: 'de' },
      ])
    })

    it.each([
      ['a row with too many columns', 'lead_name,city\nAna,Bilbao,Spain\n'],
      ['a row with too few columns', 'lead_name,city\nAna\n'],
      ['a quote that never closes', 'lead_name,city\n"Ana,Bilbao\n'],
      ['invalid UTF-8', Buffer.from('lead_name\nJos\xe9\n', 'latin1')],
    ])('refuses %s with 400 and imports nothing', async (_what, text) => {
      const before = await countLeads()
      expect((await sendCsv(text)).status).toBe(400)
      expect(await countLeads()).toBe(before)
    })

    it.each([
      ['an unknown column', 'lead_name,shoe_size\nAna,38\n', 'columns.shoe_size'],
      ['the same column twice', 'lead_name,city,City\nAna,Bilbao,Oviedo\n', 'columns.city'],
      ['a column of our own', 'lead_name,id\nAna,1\n', 'columns.id'],
      [
        'a column that would change the prototype',
        'lead_name,__proto__\nAna,x\n',
        'columns.__proto__',
      ],
      ['no rows', 'lead_name,city\n', 'rows'],
      ['nothing', ' ', 'rows'],
    ])('refuses %s with 422', async (_what, text, path) => {
      const { status, body } = await sendCsv(text)
      expect({ status, path: body.errors?.[0]?.path }).toEqual({ status: 422, path })
    })

    it('names every fault by row and field, and imports nothing of it [leads.import.row-errors]', async () => {
      const before = await countLeads()
      const { status, body } = await sendCsv(
        [
          'lead_name,email_id,annual_revenue',
          'Ana,ana@example.com,1',
          'Bob,not an address,2',
          ',,3',
          'Dora,dora@example.com,many',
          'Eve,eve@example.com,5',
        ].join('\n'),
      )
      expect({ status, code: body.code }).toEqual({ status: 422, code: 'import.invalid_rows' })
      expect(body.errors.map((e: { path: string }) => e.path)).toEqual([
        'rows.2.email_id',
        'rows.3.lead_name',
        'rows.4.annual_revenue',
      ])
      expect(await countLeads()).toBe(before)
    })
  })

  it.each([
    [
      'empty rows',
      '\nlead_name,email_id\n\nAna,ana@example.com\n,\n\nBob,nobody\n',
      'rows.5.email_id',
    ],
    [
      'cells of several lines',
      'lead_name,city,email_id\nAna,"a\n\nb",\nBob,,nobody\n',
      'rows.2.email_id',
    ],
  ])('counts rows as a spreadsheet does, past %s', async (_what, text, path) => {
    const { status, body } = await sendCsv(text)
    expect({ status, path: body.errors?.[0]?.path }).toEqual({ status: 422, path })
  })

  describe('from JSON', () => {
    it('takes an array of leads, in its order', async () => {
      const { id } = await sales().leads.importJson([
        { lead_name: 'First' },
        { lead_name: 'Second', message: ' kept ' },
      ])
      const ended = await sales().executions.follow(id)
      expect(ended).toMatchObject({ status: 'succeeded', output_data: { imported: 2 } })
      expect(await newest(2)).toMatchObject([
        { lead_name: 'First' },
        { lead_name: 'Second', message: ' kept ' },
      ])
    })

    it.each([
      [
        'an unknown field',
        [{ lead_name: 'A' }, { lead_name: 'B', shoe_size: 38 }],
        'rows.2.shoe_size',
      ],
      ['a NUL character', [{ lead_name: 'A\u0000' }], 'rows.1.lead_name'],
      ['a row that is no lead', [7], 'rows.1'],
      ['an object', { lead_name: 'A' }, 'body'],
      ['no rows', [], 'rows'],
    ])('refuses %s with 422', async (_what, rows, path) => {
      const before = await countLeads()
      const { status, body } = await send(JSON.stringify(rows), 'application/json')
      expect({ status, path: body.errors?.[0]?.path }).toEqual({ status: 422, path })
      expect(await countLeads()).toBe(before)
    })

    it('refuses rows nested beyond reason', async () => {
      const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
      const { status } = await send(deep, 'application/json', { 'idempotency-key': 'deep' })
      expect(status).toBe(422)
    })
  })

  it.each([
    'application/xml',
    'multipart/form-data; boundary=x',
    'text/plain',
    'application/vnd.ms-excel',
    'text/csv; charset=windows-1252',
  ])('refuses %s with 415', async (type) =>
    expect((await send('lead_name\nAna\n', type)).status).toBe(415),
  )

  it('refuses more than 10,000 rows with 413', async () => {
    const { status, body } = await sendCsv(`lead_name\n${'Ana\n'.repeat(10_001)}`)
    expect({ status, code: body.code }).toEqual({ status: 413, code: 'import.too_many_rows' })
  })

  it('brings 10,000 rows in, telling how far it is', async () => {
    const before = await countLeads()
    const rows = Array.from({ length: 10_000 }, (_, i) => `Company ${i},Need PLC number ${i}`)
    const { body } = await sendCsv(`company_name,message\n${rows.join('\n')}`)
    const progress: number[] = []
    for await (const { payload } of sales().executions.events(body.id)) {
      if (payload.type === 'execution.progress') progress.push(payload.progress.done)
      if (payload.type === 'leads.imported') expect(payload.count).toBe(10_000)
    }
    expect(progress.length).toBeGreaterThan(5)
    expect(progress).toEqual([...progress].sort((a, b) => a - b))
    expect(progress.at(-1)).toBe(10_000)
    expect(await countLeads()).toBe(before + 10_000)
    const ended = await sales().executions.get(body.id)
    expect(ended.output_data).toMatchObject({ imported: 10_000 })
    expect(ended.progress).toEqual({ done: 10_000, total: 10_000, unit: 'rows' })
  })

  it('sent again with the same Idempotency-Key is the same import', async () => {
    const before = await countLeads()
    const again = () => send('lead_name\nOnce\n', 'text/csv', { 'idempotency-key': 'import once' })
    const first = await again()
    await sales().executions.follow(first.body.id)
    expect((await again()).body.id).toBe(first.body.id)
    expect(await countLeads()).toBe(before + 1)
  })

  it('sent again while it is unfinished is the same import, even without a key', async () => {
    await app.acme.as('manager').agents.setEnabled('lead_import', false)
    const [first, second] = [
      await sendCsv('lead_name\nTwice\n'),
      await sendCsv('lead_name\nTwice\n'),
    ]
    expect(second.body.id).toBe(first.body.id)
    await app.acme.as('manager').agents.setEnabled('lead_import', true)
    await sales().executions.follow(first.body.id)
    expect((await sales().leads.list({ q: 'twice' })).data).toHaveLength(1)
  })

  it('qualifies what came in, where the tenant’s setting says so', async () => {
    const settings = await app.acme.as('manager').settings.qualification()
    await app.acme.as('manager').settings.updateQualification({ ...settings, auto_qualify: true })
    const { output_data, correlation_id } = await importCsv(
      'company_name\nQualified Ltd\nAlso Ltd\n',
    )
    expect(output_data).toMatchObject({ qualifying: true })
    const { data } = await sales().executions.list({
      q: correlation_id,
      agent_type: 'lead_qualification',
    })
    expect(data).toHaveLength(2)
    for (const { id } of data) await sales().executions.follow(id)
    await app.acme.as('manager').settings.updateQualification(settings)
    expect((await newest(2)).every((l) => l.score !== null)).toBe(true)
  })
})
