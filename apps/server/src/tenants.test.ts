/** Two organizations on one server: neither sees a row of the other through any endpoint. */
import type { Client } from '@insa/contracts'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insertApproval, type NewApproval } from './platform/approvals/approvals.store.ts'
import { fillPath, type Operation, operationsOf, readOpenApi } from './testing/operations.ts'
import { EVERY_LEAD_IMMEDIATE, sampleLead } from './testing/sample-leads.ts'
import { type TestApp, testApp } from './testing/test-app.ts'
import { DATABASE_KINDS, ownerQuery } from './testing/test-database.ts'

/** A body that the route takes, so that only the id is wrong. */
const BODIES: Record<string, unknown> = {
  'PATCH /api/v1/leads/{id}': { city: 'Stolen' },
  'PUT /api/v1/leads/{id}/score/override': { priority: 'LOW', reason: 'Stolen.' },
  'POST /api/v1/organizations/{id}/members': { email: 'spy@example.com', role: 'administrator' },
  'PATCH /api/v1/organizations/{id}/members/{member_id}': { role: 'administrator' },
  'POST /api/v1/leads/{id}/opportunity': {},
  'PATCH /api/v1/customers/{id}': { territory: 'Stolen' },
  'POST /api/v1/customers/{id}/merge': { customer_id: '01890000-0000-7000-8000-000000000000' },
  'POST /api/v1/customers/{id}/erase': { reason: 'Stolen.' },
  'PATCH /api/v1/contacts/{id}': { designation: 'Stolen' },
  'PATCH /api/v1/addresses/{id}': { city: 'Stolen' },
  'PATCH /api/v1/opportunities/{id}': { sales_stage: 'Qualification' },
  'POST /api/v1/opportunities/{id}/won': {},
  'POST /api/v1/opportunities/{id}/lost': { lost_reasons: ['Stolen'] },
  'POST /api/v1/opportunities/{id}/reopen': {},
  'PATCH /api/v1/projects/{id}': { notes: 'Stolen' },
  'PATCH /api/v1/activities/{id}': { content: 'Stolen' },
  'PUT /api/v1/errors/{id}/status': { status: 'ignored' },
  'POST /api/v1/alerts/{id}/silence': { minutes: 60 },
  'POST /api/v1/approvals/{id}/approve': {},
  'POST /api/v1/tool-calls/{id}/settle': { verdict: 'did_not_happen', reason: 'Stolen.' },
  'POST /api/v1/approvals/{id}/reject': { reason: 'Stolen.' },
  'POST /api/v1/erpnext/conflicts/{id}/resolve': { take: 'ours' },
}

const secretQuestion = (executionId: string): NewApproval => ({
  executionId,
  seq: 99,
  nth: 0,
  requestedHash: '0'.repeat(64),
  agentType: 'lead_qualification',
  leadId: null,
  tool: { name: 'mcp__secret__tool', effect: 'write' },
  caller: 'code',
  subject: null,
  args: { text: 'Secret words.' },
  changes: [],
  reasons: [],
  approver: 'manager',
  escalateAfterMs: 3_600_000,
  expireAfterMs: 3_600_000,
})

const secretCall = (execution_id: string) => ({
  execution_id,
  seq: 98,
  requested_hash: '1'.repeat(64),
  nth: 0,
  tool: 'mcp__secret__tool',
  caller: 'code',
  arguments: '{}',
  requested_arguments: '{}',
  status: 'unknown',
  finished_at: new Date(),
})

const secretAlert = () => ({
  id: uuidv7(),
  rule: 'mcp_server',
  subject: 'Secret server',
  status: 'firing',
  value: 1,
  threshold: 0,
  first_seen_at: new Date(),
  last_seen_at: new Date(),
  fired_at: new Date(),
})

const secretError = () => ({
  id: uuidv7(),
  fingerprint: 'f',
  origin: 'request',
  type: 'Secret error',
  message: 'Secret message',
  place: 'Secret place',
  first_seen_at: new Date(),
  last_seen_at: new Date(),
  count: 1,
  versions: [],
  processes: [],
  sample: '{}',
})

/** One record of every kind. */
async function makeSecretRecords(client: Client, lead_id: string): Promise<Record<string, string>> {
  const customer_id = (await client.customers.create({ customer_name: 'Secret Customer' })).id
  const place = { address_line1: 'Secret Road 1', city: 'Secret', country: 'Secretia' }
  const records = {
    contacts: await client.contacts.create({ first_name: 'Secret', customer_id }),
    addresses: await client.addresses.create({ ...place, customer_id }),
    opportunities: await client.opportunities.create({ title: 'Secret deal', customer_id }),
    projects: await client.projects.create({ project_name: 'Secret project', customer_id }),
    activities: await client.activities.create({
      activity_type: 'Note',
      content: 'Secret words.',
      lead_id,
    }),
  }
  const ids = Object.entries(records).map(([noun, { id }]) => [noun, id] as const)
  return { customers: customer_id, ...Object.fromEntries(ids) }
}

describe.each(DATABASE_KINDS)('another organization’s rows on %s', (kind) => {
  let app: TestApp
  let operations: Operation[]
  /** What Globex has, by the noun in the path. */
  const theirs: Record<string, string> = {}
  beforeAll(async () => {
    app = await testApp({ database: kind })
    operations = operationsOf(await readOpenApi(app))
    const globex = app.globex.as('administrator')
    await globex.settings.updateQualification({ ...EVERY_LEAD_IMMEDIATE, auto_qualify: false })
    const lead = await globex.leads.create(sampleLead({ lead_name: 'Secret Person' }))
    const execution = await globex.leads.qualify(lead.id, { wait: 30 })
    await globex.leads.override(lead.id, { priority: 'HIGH', reason: 'Secret reason.' })
    // Without a deed of our own there would be no end of the audit trail to sign for.
    await app.acme.as('administrator').agents.setEnabled('lead_import', true)
    const [member] = (await globex.members.list(app.globex.id)).data
    const { id: approval } = await app.database.tenant(app.globex.id, (tx) =>
      insertApproval(tx, secretQuestion(execution.id)),
    )
    const secretLeads = { ids: [lead.id] }
    const batch = await globex.batches.start({ leads: secretLeads, window: {} })
    const call = await app.database.tenant(app.globex.id, ({ db }) =>
      db
        .insertInto('tool_calls')
        .values({ id: uuidv7(), ...secretCall(execution.id) })
        .returning('id')
        .executeTakeFirstOrThrow(),
    )
    const alert = await app.database.tenant(app.globex.id, ({ db }) =>
      db.insertInto('alerts').values(secretAlert()).returning('id').executeTakeFirstOrThrow(),
    )
    const error = await app.database.tenant(app.globex.id, ({ db }) =>
      db.insertInto('error_groups').values(secretError()).returning('id').executeTakeFirstOrThrow(),
    )
    const bait = { lead_name: 'Secret Bait', company_name: 'Secret Bait Company' }
    const conflict = { id: uuidv7(), lead_id: lead.id, erpnext_name: 'SECRET-1' }
    await app.database.tenant(app.globex.id, ({ db }) =>
      db
        .insertInto('erpnext_conflicts')
        .values({ ...conflict, kind: 'removed', status: 'open' })
        .execute(),
    )
    Object.assign(theirs, {
      canaries: (await globex.canaries.mark({ lead: bait })).id,
      alerts: alert.id,
      errors: error.id,
      'qualification-batches': batch.id,
      conflicts: conflict.id,
      'tool-calls': call.id,
      ...(await makeSecretRecords(globex, lead.id)),
      approvals: approval,
      leads: lead.id,
      executions: execution.id,
      mail: (await globex.mail.list()).data[0]?.id,
      'api-keys': (await globex.apiKeys.list()).data[0]?.id,
      organizations: app.globex.id,
      member_id: member?.id,
    })
  })
  afterAll(() => app.close())

  it('are 404 by their ids, at every endpoint that takes one [tenancy.api]', async () => {
    const withId = operations.filter((o) => /\{(id|member_id)\}/.test(o.path))
    expect(withId.length).toBeGreaterThan(15)
    for (const { name, method, path } of withId) {
      const noun = Object.keys(theirs).find((n) => path.includes(`/${n}/`)) ?? ''
      const url = fillPath(path, (p) => (p === 'id' ? theirs[noun] : theirs[p]) ?? '')
      const { status, body } = await app.request(url, {
        method,
        key: app.acme.keys.administrator,
        headers: { 'if-match': '*' },
        ...(name in BODIES ? { body: BODIES[name] } : {}),
      })
      expect({ name, status }).toEqual({ name, status: 404 })
      expect(JSON.stringify(body)).not.toMatch(/Secret|globex/i)
    }
  })

  it('are 404 by their ids inside our own organization', async () => {
    const url = `/api/v1/organizations/${app.acme.id}/members/${theirs.member_id}`
    for (const call of [
      { method: 'DELETE' as const },
      { method: 'PATCH' as const, body: { role: 'viewer' } },
    ]) {
      expect((await app.request(url, { ...call, key: app.acme.keys.administrator })).status).toBe(
        404,
      )
    }
  })

  it('stand in no list, no figure and no search [tenancy.api]', async () => {
    const isSearched = /\/(leads|customers|contacts|addresses|opportunities|projects|activities)$/
    const lists = operations.filter(
      (o) => o.method === 'GET' && !o.path.includes('{') && !/auth|events/.test(o.path),
    )
    for (const { path } of lists) {
      for (const query of ['', ...(isSearched.test(path) ? ['?q=secret'] : [])]) {
        const { status, body } = await app.request(`${path}${query}`, {
          key: app.acme.keys.administrator,
        })
        expect({ path, status }).toEqual({ path, status: 200 })
        const text = JSON.stringify(body)
        for (const id of Object.values(theirs)) expect(text).not.toContain(id)
        expect(text).not.toMatch(/Secret/)
      }
    }
    expect(await app.acme.as('viewer').overview()).toMatchObject({ leads_total: 0 })
  })

  it('cannot be pointed at by a record of ours, nor named by it', async () => {
    const ours = app.acme.as('administrator')
    const place = { address_line1: 'Road 1', city: 'Ours', country: 'Ours' }
    const { customers: customer_id, leads: lead_id, opportunities: opportunity_id } = theirs
    if (!customer_id || !lead_id || !opportunity_id) throw new Error('They have these.')
    const note = { activity_type: 'Note', content: 'Ours.' } as const
    const mine = await ours.customers.create({ customer_name: 'Ours' })
    for (const attempt of [
      () => ours.contacts.create({ first_name: 'Ours', customer_id }),
      () => ours.contacts.create({ first_name: 'Ours', lead_id }),
      () => ours.addresses.create({ ...place, customer_id }),
      () => ours.opportunities.create({ title: 'Ours', customer_id }),
      () => ours.opportunities.create({ title: 'Ours', lead_id }),
      () => ours.projects.create({ project_name: 'Ours', customer_id }),
      () => ours.projects.create({ project_name: 'Ours', opportunity_id }),
      () => ours.activities.create({ ...note, opportunity_id }),
      () => ours.customers.merge(mine.id, customer_id),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ problem: { status: 422 } })
    }
    await ours.customers.remove(mine.id)
  })

  it('are as they were after all these attempts', async () => {
    const globex = app.globex.as('administrator')
    const lead = await globex.leads.get(theirs.leads ?? '')
    expect(lead).toMatchObject({ city: null, score: { override: { reason: 'Secret reason.' } } })
    expect((await globex.apiKeys.list()).data.every((k) => k.revoked_at === null)).toBe(true)
    expect((await globex.members.list(app.globex.id)).data).toHaveLength(1)
  })

  it('are not reached by naming the other organization in a header', async () => {
    const { status } = await app.request('/api/v1/leads', {
      key: app.acme.keys.administrator,
      headers: { 'x-organization-id': app.globex.id },
    })
    expect(status).toBe(403)
  })

  it('are not readable by the role that serves requests, whatever the query forgets', async () => {
    const tables = await ownerQuery<{ name: string }>(
      app.database,
      sql`select table_name as name from information_schema.columns
        where table_schema = 'public' and column_name = 'organization_id'
          and table_name not in ('members', 'invitations', 'api_keys', 'unfinished_first_start')`,
    )
    expect(tables.length).toBeGreaterThanOrEqual(16)
    for (const { name } of tables) {
      const seen = await app.database.tenant(app.acme.id, async ({ db }) => {
        const { rows } = await sql<{ n: number }>`
          select count(*)::int as n from ${sql.table(name)} where organization_id <> ${app.acme.id}`.execute(
          db,
        )
        return rows[0]?.n
      })
      expect({ name, seen }).toEqual({ name, seen: 0 })
    }
  })

  it('lets that role read nothing of a first start that is not over', async () => {
    const read = app.database.tenant(app.acme.id, ({ db }) =>
      sql`select 1 from unfinished_first_start`.execute(db),
    )
    await expect(read).rejects.toThrow('permission denied')
  })

  it('cannot be written by the role that serves requests, in another’s name', async () => {
    const smuggle = app.database.tenant(app.acme.id, ({ db }) =>
      db
        .insertInto('leads')
        .values({
          id: '01890000-0000-7000-8000-00000000abcd',
          organization_id: app.globex.id,
          lead_name: 'Smuggled',
        })
        .execute(),
    )
    await expect(smuggle).rejects.toThrow(/row-level security/)
  })
})
