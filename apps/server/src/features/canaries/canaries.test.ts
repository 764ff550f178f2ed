/** Canary records over the whole program: who may know of them, and what rings. */
import type { CanaryAlarm, Lead } from '@insa/contracts'
import { Client as McpClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insertUser } from '../../platform/identity/insert-user.ts'
import { hashPassword } from '../../platform/identity/password.ts'
import { sampleLead } from '../../testing/sample-leads.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'
import { DATABASE_KINDS, ownerQuery } from '../../testing/test-database.ts'
import { insertTestOrganization, type TestOrganization } from '../../testing/test-organizations.ts'
import { runTools, toolAgent } from '../../testing/tool-agent.ts'

let nth = 0
/** As nobody else is called, and nobody else's address is. */
const bait = () => {
  nth += 1
  const name = `Old Quarry ${nth}`
  return { company_name: name, lead_name: `Maud ${nth}`, email_id: `maud@quarry-${nth}.example` }
}

describe.each(DATABASE_KINDS)('canary records on %s', (kind) => {
  let app: TestApp
  beforeAll(async () => {
    app = await testApp({
      database: kind,
      agents: [toolAgent({ tools: ['mcp__erpnext__*'] })],
    })
  })
  afterAll(() => app.close())

  const boss = (house: TestOrganization = app.acme) => house.as('administrator')
  const plant = async (house: TestOrganization = app.acme) => {
    const lead = bait()
    return { ...lead, ...(await boss(house).canaries.mark({ lead })) }
  }
  /** Alarms that nobody has looked at, of one canary. */
  const alarmsOf = async (record_id: string, house: TestOrganization = app.acme) =>
    (await boss(house).canaries.alarms({ record_id })).data
  /** Rang once, so; and is silent again. */
  const rang = async (record_id: string): Promise<CanaryAlarm> => {
    const open = (await alarmsOf(record_id)).filter((a) => a.acknowledged_at === null)
    expect(open).toHaveLength(1)
    return boss().canaries.acknowledge((open[0] as CanaryAlarm).id)
  }
  const silent = async (record_id: string) => expect(await alarmsOf(record_id)).toEqual([])
  const mailsTo = async (house: TestOrganization) =>
    ownerQuery(
      app.database,
      sql<{ recipient: string; body_text: string }>`select recipient, body_text from outgoing_mails
        where organization_id = ${house.id} and template = 'canary_alarm' order by id`,
    )

  describe('are marked', () => {
    it('by administrators only, who alone learn which they are [canaries.hidden]', async () => {
      const { id, record_id } = await plant()
      const plain = await boss().leads.create(bait())
      for (const role of ['manager', 'sales', 'viewer'] as const) {
        const other = app.acme.as(role)
        for (const ask of [
          () => other.canaries.list(),
          () => other.canaries.alarms(),
          () => other.canaries.unmark(id),
          () => other.canaries.mark({ record_id: plain.id }),
        ])
          await expect(ask()).rejects.toMatchObject({ status: 403 })
        const [one, two] = await Promise.all([
          other.leads.get(record_id),
          other.leads.get(plain.id),
        ])
        expect(Object.keys(one)).toEqual(Object.keys(two))
        expect({ ...one, ...VARIES }).toEqual({ ...two, ...VARIES })
      }
    })

    it('by id or ERPNext name, once, and of each kind [canaries.marked]', async () => {
      const lead = await boss().leads.create(bait())
      await ownerQuery(
        app.database,
        sql`update leads set erpnext_name = 'CRM-LEAD-2026-00001' where id = ${lead.id}`,
      )
      const customer = await boss().customers.create({ customer_name: 'Quarry & Sons' })
      const contact = await boss().contacts.create({ first_name: 'Maud', customer_id: customer.id })
      const deal = await boss().opportunities.create({ title: 'Kiln', customer_id: customer.id })
      for (const [record_type, record_id, key] of [
        ['lead', lead.id, 'CRM-LEAD-2026-00001'],
        ['customer', customer.id, customer.id],
        ['contact', contact.id, contact.id],
        ['opportunity', deal.id, deal.id],
      ] as const) {
        const note = 'in the cellar'
        const made = await boss().canaries.mark({ record_type, record_id: key, note })
        expect(made).toMatchObject({ record_type, record_id, note })
        await expect(boss().canaries.mark({ record_type, record_id })).rejects.toMatchObject({
          code: 'canary.marked_already',
        })
      }
      expect((await boss().canaries.list()).data.map((c) => c.title)).toEqual(
        expect.arrayContaining([lead.company_name, 'Quarry & Sons', 'Maud', 'Kiln']),
      )
      await expect(boss().canaries.mark({ record_id: NOBODY })).rejects.toMatchObject({
        status: 404,
        code: 'lead.not_found',
      })
      await app.acme.as('sales').customers.get(customer.id)
      await app.acme.as('sales').opportunities.list()
      await app.acme.as('sales').contacts.list({ customer_id: customer.id })
      const { records } = await rang(customer.id)
      expect(records.map((r) => r.record_id)).toEqual(
        expect.arrayContaining([customer.id, contact.id, deal.id]),
      )
    })

    it('and do not qualify themselves, neither new nor changed [canaries.no-qualification]', async () => {
      const { record_id } = await plant()
      const lead = await boss().leads.get(record_id)
      await boss().leads.update(record_id, lead.etag, { message: 'We need a PLC by Friday.' })
      const runs = await boss().executions.list({ lead_id: record_id })
      expect(runs.data).toEqual([])
    })
  })

  describe('ring', () => {
    it('when a key reads one, asks for it without the right, or takes a list with it [canaries.api]', async () => {
      const { record_id, email_id } = await plant()
      await app.acme.as('viewer').leads.get(record_id)
      expect(await rang(record_id)).toMatchObject({
        level: 'alarm',
        reader: 'key:viewer key',
        via: 'GET /api/v1/leads/:id',
        outcome: 'read',
      })
      await expect(app.acme.as('viewer').leads.remove(record_id)).rejects.toMatchObject({
        status: 403,
      })
      expect((await rang(record_id)).outcome).toBe('refused')
      await app.acme.as('viewer').leads.list({ limit: 200 })
      expect(await rang(record_id)).toMatchObject({ via: 'GET /api/v1/leads', outcome: 'read' })
      await app.acme.as('sales').leads.list({ q: email_id })
      expect((await rang(record_id)).outcome).toBe('read')
      await app.acme.as('sales').leads.qualify(record_id)
      expect((await rang(record_id)).via).toBe('POST /api/v1/leads/:id/qualify')
    })

    it('when SQL brings one out, and not when it is only counted [canaries.sql]', async () => {
      const { record_id, company_name } = await plant()
      await boss().sqlReport({ sql: 'select count(*) from leads' })
      await boss().sqlReport({ sql: "select lead_name from leads where company_name = 'x'" })
      await silent(record_id)
      const name = `bridge ${record_id}`
      const { key } = await boss().apiKeys.create({ name, role: 'administrator' })
      for (const column of ['id', 'email_id', 'company_name']) {
        const body = { sql: `select ${column} from leads where company_name = '${company_name}'` }
        expect((await app.request('/api/v1/reports/sql', { key, body })).status).toBe(200)
        expect((await rang(record_id)).via).toBe('POST /api/v1/reports/sql')
      }
    })

    it('when an MCP client reads one at /mcp [canaries.mcp]', async () => {
      const { record_id } = await plant()
      const client = new McpClient({ name: 'test', version: '1.0.0' })
      const transport = new StreamableHTTPClientTransport(new URL(`${app.url}/mcp`), {
        requestInit: { headers: { authorization: `Bearer ${app.acme.keys.viewer}` } },
      })
      await client.connect(transport as Transport)
      await client.callTool({ name: 'get_lead', arguments: { lead_id: record_id } })
      expect(await rang(record_id)).toMatchObject({ reader: 'key:viewer key', outcome: 'read' })
      await client.callTool({ name: 'search_leads', arguments: {} })
      expect((await rang(record_id)).outcome).toBe('read')
      await client.close()
    })

    it('when an agent reads one: it gets nothing, and its run ends [canaries.agent]', async () => {
      const { record_id, company_name } = await plant()
      const own = await boss().leads.create(sampleLead())
      for (const leadId of [own.id, null]) {
        const call = {
          by: 'model',
          tool: 'mcp__erpnext__get_lead',
          args: { lead_id: record_id },
        } as const
        const id = await runTools(app, [call, call], { leadId })
        await expect
          .poll(async () => (await boss().executions.get(id)).status, { timeout: 20_000 })
          .toBe('cancelled')
        const alarm = await rang(record_id)
        expect(alarm).toMatchObject({
          reader: 'agent:tool_tester',
          via: 'mcp__erpnext__get_lead',
          execution_id: id,
          reads: 1,
        })
        expect(JSON.stringify(await app.acme.as('viewer').executions.get(id))).not.toContain(
          company_name,
        )
      }
    })

    it('when a list that an agent asked for has one, and an agent may look at its own [canaries.agent]', async () => {
      const { record_id, company_name } = await plant()
      const args = { text: company_name }
      const lists = await runTools(app, [{ by: 'model', tool: 'mcp__erpnext__list_leads', args }])
      await expect
        .poll(async () => (await boss().executions.get(lists)).status, { timeout: 20_000 })
        .toBe('cancelled')
      expect(await rang(record_id)).toMatchObject({ execution_id: lists, outcome: 'read' })
      const look = { tool: 'mcp__erpnext__get_lead', args: { lead_id: record_id } }
      const own = await runTools(app, [{ by: 'code', ...look }], { leadId: record_id })
      await expect
        .poll(async () => (await boss().executions.get(own)).status, { timeout: 20_000 })
        .toBe('succeeded')
      expect((await alarmsOf(record_id)).filter((a) => a.execution_id === own)).toEqual([])
    })

    it('in another organization’s ears never', async () => {
      const { record_id } = await plant()
      await expect(app.globex.as('viewer').leads.get(record_id)).rejects.toMatchObject({
        status: 404,
      })
      await silent(record_id)
      expect((await boss(app.globex).canaries.list()).data).toEqual([])
    })
  })

  describe('call', () => {
    it('administrators, once for a thousand readings, in words that name no record [canaries.alarm]', async () => {
      const house = await insertTestOrganization(app.database, `Quarry${kind}`, app.url)
      const { record_id, company_name } = await plant(house)
      await plant(house)
      const events = followEvents(house)
      for (let i = 0; i < 5; i += 1) await house.as('viewer').leads.list()
      await house.as('viewer').leads.get(record_id)
      const [alarm, ...more] = await alarmsOf(record_id, house)
      expect(more).toEqual([])
      expect(alarm).toMatchObject({ reads: 6, outcome: 'read' })
      expect(alarm?.records).toHaveLength(2)
      const mails = await mailsTo(house)
      expect(mails.map((m) => m.recipient)).toEqual([house.administratorEmail])
      expect(mails[0]?.body_text).toContain('key:viewer key')
      expect(mails[0]?.body_text).not.toContain(company_name)
      // Those who are not to know see neither the mail, nor the entry, nor the event.
      for (const role of ['manager', 'viewer'] as const) {
        const { data } = await house.as(role).mail.list()
        expect(data.filter((m) => m.template === 'canary_alarm')).toEqual([])
      }
      const [mail] = (await boss(house).mail.list()).data
      expect(mail?.template).toBe('canary_alarm')
      await expect(house.as('manager').mail.get(mail?.id ?? '')).rejects.toMatchObject({
        status: 404,
      })
      const told = async (role: 'administrator' | 'manager') =>
        (await house.as(role).audit.list({ limit: 200 })).data
          .map((e) => e.action)
          .filter((a) => a.startsWith('canary.'))
      expect(await told('administrator')).toEqual(['canary.read', 'canary.marked', 'canary.marked'])
      expect(await told('manager')).toEqual([])
      await expect(house.as('manager').audit.export()).rejects.toMatchObject({ status: 403 })
      await boss(house).leads.create(bait())
      const types = await events.untilCreated(3)
      expect(types.administrator).toContain('canary.read')
      expect(types.viewer.filter((t) => /canary|mail/.test(t))).toEqual([])
      const { body } = await app.request('/metrics')
      expect(body).toMatch(/insa_canary_reads_total\{reader_kind="api_key",outcome="read"\} \d/)
    })

    it('again after somebody has looked, and up to a dozen mails an hour', async () => {
      const house = await insertTestOrganization(app.database, `Kiln${kind}`, app.url)
      const { record_id } = await plant(house)
      for (let i = 0; i < 14; i += 1) {
        await house.as('viewer').leads.get(record_id)
        const [alarm] = (await boss(house).canaries.alarms({ open: 'yes' })).data
        await boss(house).canaries.acknowledge(alarm?.id ?? '')
      }
      expect((await boss(house).canaries.alarms({ open: 'yes' })).data).toEqual([])
      expect(await alarmsOf(record_id, house)).toHaveLength(14)
      expect(await mailsTo(house)).toHaveLength(12)
    })

    it('once for readings at the same moment', async () => {
      const { record_id } = await plant()
      await Promise.all(Array.from({ length: 8 }, () => app.acme.as('viewer').leads.get(record_id)))
      expect((await rang(record_id)).reads).toBe(8)
    })

    it('when a key asks which records are canaries, or takes the mark away [canaries.unmasked]', async () => {
      const { id, record_id } = await plant()
      const { key } = await boss().apiKeys.create({ name: `thief ${id}`, role: 'administrator' })
      await app.request('/api/v1/canaries', { key })
      expect(await rang(record_id)).toMatchObject({
        reader: `key:thief ${id}`,
        outcome: 'unmasked',
      })
      await app.request(`/api/v1/canaries/${id}`, { key, method: 'DELETE' })
      expect((await rang(record_id)).via).toBe('DELETE /api/v1/canaries/:id')
      await app.acme.as('viewer').leads.get(record_id)
      expect((await alarmsOf(record_id)).filter((a) => a.acknowledged_at === null)).toEqual([])
    })

    it('nobody when a person has one among others in a page of the console, and somebody when they open it or take the whole list home [canaries.people]', async () => {
      const { record_id } = await plant()
      const { cookie, label: reader } = await signIn(app)
      const get = (path: string) => app.request(path, { headers: { cookie } })
      expect((await get('/api/v1/leads')).status).toBe(200)
      expect(await rang(record_id)).toMatchObject({ level: 'note', outcome: 'listed', reader })
      await boss().leads.create(bait())
      const { body } = await get('/api/v1/leads?limit=1')
      const next = `/api/v1/leads?limit=100&cursor=${encodeURIComponent(body.next_cursor)}`
      expect((await get(next)).status).toBe(200)
      expect(await rang(record_id)).toMatchObject({ level: 'alarm', outcome: 'read' })
      await get(`/api/v1/leads/${record_id}`)
      expect(await rang(record_id)).toMatchObject({ level: 'alarm', via: 'GET /api/v1/leads/:id' })
    })
  })

  /** The types of events that administrators and viewers get, until so many leads were created. */
  function followEvents(house: TestOrganization) {
    const seen = { administrator: [] as string[], viewer: [] as string[] }
    const abort = new AbortController()
    for (const role of ['administrator', 'viewer'] as const) {
      void (async () => {
        const stream = house.as(role).events({ signal: abort.signal, lastEventId: '0' })
        for await (const { payload } of stream) seen[role].push(payload.type)
      })().catch(() => undefined)
    }
    return {
      async untilCreated(leads: number) {
        const count = (types: string[]) => types.filter((t) => t === 'lead.created').length
        await expect
          .poll(() => Math.min(count(seen.administrator), count(seen.viewer)), { timeout: 20_000 })
          .toBe(leads)
        abort.abort()
        return seen
      },
    }
  }
})

const NOBODY = '01890000-0000-7000-8000-000000000000'
/** What differs between any two leads. */
const VARIES: Partial<Record<keyof Lead, null>> = {
  id: null,
  company_name: null,
  lead_name: null,
  email_id: null,
  created_at: null,
  updated_at: null,
  // A plain lead qualifies itself.
  score: null,
}

/** @returns the cookie of somebody in sales, and how the trail names them. */
async function signIn(app: TestApp): Promise<{ cookie: string; label: string }> {
  const [id, email, password] = [uuidv7(), `sam-${uuidv7()}@acme.example.com`, 'quite a long one']
  const passwordHash = await hashPassword(password)
  await app.database.identity(async ({ db }) => {
    await insertUser(db, { id, email, name: 'Sam', passwordHash })
    const member = { id: uuidv7(), organization_id: app.acme.id, user_id: id, role: 'sales' }
    await db.insertInto('members').values(member).execute()
  })
  const { headers } = await app.request('/api/auth/sign-in/email', { body: { email, password } })
  return { cookie: String(headers['set-cookie']).split(';')[0] ?? '', label: `user:${email}` }
}
