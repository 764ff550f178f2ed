import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createFreshPostgres,
  type FreshPostgres,
  queryPostgres,
} from '../../testing/fresh-postgres.ts'
import { type IdentityApp, identityApp, PASSWORD } from '../../testing/identity-app.ts'
import { openPostgres } from '../database/open-postgres.ts'

// PGlite has one session: only here do two requests really meet, and only here is the login role no superuser.
let server: IdentityApp
let postgres: FreshPostgres
const login = `login_${randomUUID().slice(0, 8)}`

beforeAll(async () => {
  postgres = await createFreshPostgres()
  // The owner migrates; the login role has nothing but the memberships.
  await (await openPostgres(postgres.url, () => undefined)).close()
  await queryPostgres(
    postgres.url,
    `CREATE ROLE ${login} LOGIN PASSWORD 'test'`,
    `GRANT insa_app, insa_identity, insa_sweeper, insa_sealer, insa_reporter TO ${login}`,
    `GRANT SELECT ON schema_migrations TO ${login}`,
  )
  const url = new URL(postgres.url)
  url.username = login
  url.password = 'test'
  server = await identityApp({ database: await openPostgres(url.href, () => undefined) })
}, 60_000)

afterAll(async () => {
  await server.close()
  await queryPostgres(postgres.url, `DROP OWNED BY ${login}`, `DROP ROLE ${login}`)
  await postgres.drop()
})

describe('on PostgreSQL, as a login role that is no superuser', () => {
  it('of many first starts at once, one makes the administrator, and one tells the password', async () => {
    const input = {
      email: 'first@example.com',
      password: PASSWORD,
      apiKey: null,
      organizationName: 'First',
    }
    const begun = await Promise.all(
      Array.from({ length: 4 }, () => server.identity.beginFirstStart(input)),
    )
    expect(new Set(begun.map((claim) => claim?.userId)).size).toBe(1)
    const hold = await Promise.all(
      begun.map((claim) => claim && server.identity.holdsFirstStart(claim)),
    )
    expect(hold.filter(Boolean)).toHaveLength(1)
    expect((await server.signIn(input.email)).length).toBeGreaterThan(0)
  })

  it('a person signs in, and the audit entry of what they do stands in their organization', async () => {
    const { cookie, id: organizationId } = await server.newOrganization()
    await server.newKey(cookie, 'viewer')
    expect(await server.audited(organizationId)).toEqual(
      expect.arrayContaining(['user.signed_in', 'api_key.created']),
    )
    expect(server.problems).toEqual([])
  })

  it('an invitation accepted many times at once is accepted once', async () => {
    const { cookie, id: organizationId } = await server.newOrganization()
    const email = `ben-${randomUUID()}@example.com`
    await server.call(`/api/v1/organizations/${organizationId}/members`, {
      cookie,
      body: { email, role: 'sales' },
    })
    const token = /token=(\S+)/.exec(server.mails.at(-1)?.text ?? '')?.[1]
    const accept = () =>
      server.call(`/api/v1/invitations/${token}/accept`, {
        body: { name: 'Ben', password: PASSWORD },
      })
    const statuses = (await Promise.all(Array.from({ length: 4 }, accept))).map(
      ({ status }) => status,
    )
    expect(statuses.sort()).toEqual([200, 404, 404, 404])
  })

  it('administrators who demote each other at once leave one', async () => {
    const { cookie, id: organizationId, email } = await server.newOrganization()
    const other = `other-${randomUUID()}@example.com`
    await server.addPerson(organizationId, other, 'administrator')
    const url = `/api/v1/organizations/${organizationId}/members`
    const { body } = await server.call(url, { cookie })
    const idOf = (address: string) =>
      body.data.find((member: { email: string }) => member.email === address).id
    const demote = (by: string, whom: string) =>
      server.call(`${url}/${idOf(whom)}`, { method: 'PATCH', cookie: by, body: { role: 'viewer' } })
    const otherCookie = await server.signIn(other)
    const answers = await Promise.all([demote(cookie, other), demote(otherCookie, email)])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('the same request for a key, sent many times at once, makes one key', async () => {
    const { cookie } = await server.newOrganization()
    const make = () =>
      server.call('/api/v1/api-keys', {
        cookie,
        body: { name: 'One' },
        headers: { 'idempotency-key': 'one' },
      })
    const answers = await Promise.all(Array.from({ length: 4 }, make))
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201])
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
  })
})
