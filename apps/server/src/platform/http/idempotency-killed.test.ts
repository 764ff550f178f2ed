/** A process that dies with the commit that creates something, before it has answered: the same request to the next one. */
import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type IdentityApp, identityApp } from '../../testing/identity-app.ts'
import { diesWhen } from '../../testing/mortal-database.ts'
import { sampleLead } from '../../testing/sample-leads.ts'
import { startProgram, type TestApp, testApp } from '../../testing/test-app.ts'
import { DATABASE_KINDS, ownerQuery } from '../../testing/test-database.ts'
import type { Database } from '../database/database.ts'

type Count = RawBuilder<{ n: number }>
const countIn = async (database: Database, count: Count) =>
  Number((await ownerQuery(database, count))[0]?.n)

/** The database of a process that dies as soon as there is one more of what is counted. */
async function diesWithOneMore(database: Database, count: Count): Promise<Database> {
  const before = await countIn(database, count)
  return diesWhen(database, async () => (await countIn(database, count)) > before)
}

describe.each(DATABASE_KINDS)('sent again after its process died, on %s,', (kind) => {
  let app: TestApp
  let leadId: string
  beforeAll(async () => {
    app = await testApp({ database: kind, working: false })
    leadId = (await app.acme.as('sales').leads.create(sampleLead())).id
    await app.acme.as('sales').leads.qualify(leadId)
  })
  afterAll(() => app.close())

  const executionId = async () =>
    (await app.acme.as('sales').executions.list({ agent_type: 'lead_qualification' })).data[0]?.id
  const executions = (agent: string) =>
    sql<{ n: number }>`select count(*) as n from agent_executions where agent_type = ${agent}`

  it.each([
    {
      request: 'a new lead',
      path: async () => '/api/v1/leads',
      body: sampleLead(),
      made: sql<{ n: number }>`select count(*) as n from leads`,
    },
    {
      request: 'an import',
      path: async () => '/api/v1/leads/import',
      body: [sampleLead({ city: 'Oviedo' })],
      made: executions('lead_import'),
    },
    {
      request: 'a qualification',
      path: async () => `/api/v1/leads/${leadId}/qualify`,
      body: undefined,
      made: executions('lead_qualification'),
    },
    {
      request: 'a replay',
      path: async () => `/api/v1/executions/${await executionId()}/replay`,
      body: undefined,
      made: executions('lead_qualification'),
    },
  ])(
    '$request acted once and is answered at once [bad-input.idempotency-key]',
    async ({ request, path, body, made }) => {
      const before = await countIn(app.database, made)
      const mortal = await startProgram(await diesWithOneMore(app.database, made), {
        working: false,
      })
      const call = {
        method: 'POST' as const,
        url: await path(),
        headers: { authorization: `Bearer ${app.acme.keys.manager}`, 'idempotency-key': request },
        ...(body ? { payload: body } : {}),
      }
      expect((await mortal.program.app.inject(call)).statusCode).toBe(500)
      expect(await countIn(app.database, made)).toBe(before + 1)
      const again = await app.program.app.inject(call)
      expect([201, 202]).toContain(again.statusCode)
      expect(again.headers['idempotency-replayed']).toBe('true')
      const { id } = again.json()
      expect(again.headers.location).toContain(id)
      expect(await countIn(app.database, made)).toBe(before + 1)
      await mortal.close().catch(() => undefined)
    },
  )
})

describe('sent again after its process died', () => {
  let server: IdentityApp
  beforeAll(async () => {
    server = await identityApp()
  })
  afterAll(() => server.close())

  it.each([
    {
      request: 'a new organization',
      path: () => '/api/v1/organizations',
      body: { name: 'Once' },
      made: sql<{ n: number }>`select count(*) as n from organizations`,
    },
    {
      request: 'an invitation',
      path: (id: string) => `/api/v1/organizations/${id}/members`,
      body: { email: 'once@example.com', role: 'sales' },
      made: sql<{ n: number }>`select count(*) as n from invitations`,
    },
  ])(
    '$request acted once and is answered at once [bad-input.idempotency-key]',
    async ({ request, path, body, made }) => {
      const { id, cookie } = await server.newOrganization()
      const before = await countIn(server.database, made)
      const mortal = await identityApp({ database: await diesWithOneMore(server.database, made) })
      const call = { cookie, body, headers: { 'idempotency-key': request } }
      expect((await mortal.call(path(id), call)).status).toBe(500)
      const again = await server.call(path(id), call)
      expect(again.status).toBe(201)
      expect(again.headers['idempotency-replayed']).toBe('true')
      expect(await countIn(server.database, made)).toBe(before + 1)
      await mortal.close().catch(() => undefined)
    },
  )
})
