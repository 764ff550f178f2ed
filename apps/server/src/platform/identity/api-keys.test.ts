import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type IdentityApp, identityApp } from '../../testing/identity-app.ts'
import { hashSecret } from './secrets.ts'

let server: IdentityApp
beforeAll(async () => {
  server = await identityApp()
}, 60_000)
afterAll(() => server.close())

const URL = '/api/v1/api-keys'

const keyRow = (id: string) =>
  server.database.identity(({ db }) =>
    db.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  )

describe('a new API key', () => {
  it('is shown once, and only its hash is kept [identity.api-keys]', async () => {
    const { cookie, id, email } = await server.newOrganization()
    const created = await server.newKey(cookie, 'sales')
    expect(created.key).toMatch(/^insa_[A-Za-z0-9_-]{43}$/)
    expect(created).toMatchObject({
      prefix: created.key.slice(0, 10),
      created_by: `user:${email}`,
      role: 'sales',
    })
    const row = await keyRow(created.id)
    expect(JSON.stringify(row)).not.toContain(created.key)
    expect(row.key_hash).toBe(hashSecret(created.key))
    const list = await server.call(URL, { cookie })
    expect(list.body.data).toHaveLength(1)
    expect(list.body.data[0]).not.toHaveProperty('key')
    expect(await server.audited(id)).toContain('api_key.created')
  })

  it('opens what its role may, in its organization', async () => {
    const { cookie, id } = await server.newOrganization()
    const { key } = await server.newKey(cookie, 'viewer')
    const { body } = await server.call('/api/v1/me', { key })
    expect(body).toMatchObject({
      kind: 'api_key',
      name: 'Key viewer',
      email: null,
      organization: { id, role: 'viewer' },
    })
    expect(body.permissions.sort()).toEqual([
      'activities:read',
      'alerts:read',
      'approvals:read',
      'customers:read',
      'executions:read',
      'leads:read',
      'mail:read',
      'opportunities:read',
      'projects:read',
      'settings:read',
      'tools:read',
    ])
    expect(body.organizations).toHaveLength(1)
  })

  it('is narrowed by its scopes [identity.api-keys]', async () => {
    const { cookie, id } = await server.newOrganization()
    const { key } = await server.newKey(cookie, 'administrator', ['leads:read'])
    expect((await server.call('/api/v1/me', { key })).body.permissions).toEqual(['leads:read'])
    expect((await server.call(URL, { key })).status).toBe(403)
    expect((await server.call(`/api/v1/organizations/${id}/members`, { key })).status).toBe(403)
  })

  it('notes when it was used, at most once a minute', async () => {
    const { cookie } = await server.newOrganization()
    const { key, id } = await server.newKey(cookie, 'viewer')
    await server.call('/api/v1/me', { key })
    await server.identity.close()
    const first = (await keyRow(id)).last_used_at
    expect(first).toBeInstanceOf(Date)
    await server.call('/api/v1/me', { key })
    await server.identity.close()
    expect((await keyRow(id)).last_used_at).toEqual(first)
  })
})

describe('a key that does not open', () => {
  const me = (key: string) => server.call('/api/v1/me', { key })

  it('is unknown, and a good cookie beside it does not help', async () => {
    const { cookie } = await server.newOrganization()
    const answer = await server.call('/api/v1/me', { key: 'insa_nonsense', cookie })
    expect(answer.status).toBe(401)
    expect(answer.body.code).toBe('auth.invalid_key')
  })

  it('was revoked: from the next request on [identity.api-keys]', async () => {
    const { cookie, id: organizationId } = await server.newOrganization()
    const { key, id } = await server.newKey(cookie, 'viewer')
    expect((await me(key)).status).toBe(200)
    expect((await server.call(`${URL}/${id}`, { method: 'DELETE', cookie })).status).toBe(204)
    expect((await me(key)).body.code).toBe('auth.key_revoked')
    expect((await server.call(`${URL}/${id}`, { method: 'DELETE', cookie })).status).toBe(204)
    const revoked = (await server.audited(organizationId)).filter(
      (action) => action === 'api_key.revoked',
    )
    expect(revoked).toHaveLength(1)
  })

  it('is past its end', async () => {
    const { cookie } = await server.newOrganization()
    const { key, id } = await server.newKey(cookie, 'viewer')
    await server.database.identity(({ db }) =>
      db
        .updateTable('api_keys')
        .set({ expires_at: new Date(Date.now() - 1) })
        .where('id', '=', id)
        .execute(),
    )
    expect((await me(key)).body.code).toBe('auth.key_expired')
  })

  it('cannot be made with an end in the past', async () => {
    const { cookie } = await server.newOrganization()
    const { status, body } = await server.call(URL, {
      cookie,
      body: { name: 'Late', expires_at: '2020-01-01T00:00:00Z' },
    })
    expect(status).toBe(422)
    expect(body.errors).toMatchObject([{ path: 'expires_at', code: 'in_the_past' }])
  })
})

describe('nobody grants more than they hold', () => {
  it('so a narrowed key makes no key with other rights', async () => {
    const { cookie } = await server.newOrganization()
    const { key } = await server.newKey(cookie, 'administrator', ['api_keys:manage', 'leads:read'])
    const make = (body: Record<string, unknown>) =>
      server.call(URL, { key, body: { name: 'Child', ...body } })
    expect((await make({ role: 'administrator' })).status).toBe(403)
    expect((await make({ role: 'viewer' })).status).toBe(403)
    expect((await make({ role: 'viewer', scopes: ['leads:read'] })).status).toBe(201)
  })

  it('so a key that ends makes none that lives longer', async () => {
    const { cookie } = await server.newOrganization()
    const ends = new Date(Date.now() + 3_600_000).toISOString()
    const body = { name: 'Short', role: 'administrator', expires_at: ends }
    const { key } = (await server.call(URL, { cookie, body })).body
    expect(
      (await server.call(URL, { key, body: { name: 'For ever', role: 'viewer' } })).status,
    ).toBe(403)
    expect(
      (await server.call(URL, { key, body: { name: 'As long', role: 'viewer', expires_at: ends } }))
        .status,
    ).toBe(201)
  })

  it('and a person without the right makes none at all', async () => {
    const { id } = await server.newOrganization()
    await server.addPerson(id, `sales-${id}@example.com`, 'sales')
    const cookie = await server.signIn(`sales-${id}@example.com`)
    expect(
      (await server.call(URL, { cookie, body: { name: 'Mine', role: 'viewer' } })).status,
    ).toBe(403)
  })
})

describe('a repeated request with an Idempotency-Key', () => {
  const make = (cookie: string, idempotencyKey: string, body: Record<string, unknown>) =>
    server.call(URL, { cookie, body, headers: { 'idempotency-key': idempotencyKey } })

  it('answers with the same key, and makes one', async () => {
    const { cookie } = await server.newOrganization()
    const first = await make(cookie, 'one', { name: 'ERP bridge' })
    const second = await make(cookie, 'one', { name: 'ERP bridge' })
    expect(first.status).toBe(201)
    expect(second.body).toEqual(first.body)
    expect((await server.call(URL, { cookie })).body.data).toHaveLength(1)
    expect((await server.call('/api/v1/me', { key: first.body.key })).status).toBe(200)
  })

  it('is refused when it asks for something else', async () => {
    const { cookie } = await server.newOrganization()
    await make(cookie, 'one', { name: 'ERP bridge' })
    const other = await make(cookie, 'one', { name: 'ERP bridge', role: 'manager' })
    expect(other.status).toBe(422)
    expect(other.body.code).toBe('idempotency.key_reused')
  })

  it('makes another key in another organization', async () => {
    const [a, b] = [await server.newOrganization(), await server.newOrganization()]
    const first = await make(a.cookie, 'one', { name: 'ERP bridge' })
    const second = await make(b.cookie, 'one', { name: 'ERP bridge' })
    expect(second.body.key).not.toBe(first.body.key)
  })
})

describe('another organization', () => {
  it('sees none of the keys and cannot revoke them', async () => {
    const [ours, theirs] = [await server.newOrganization(), await server.newOrganization()]
    const { id, key } = await server.newKey(ours.cookie, 'viewer')
    expect((await server.call(URL, { cookie: theirs.cookie })).body.data).toEqual([])
    expect(
      (await server.call(`${URL}/${id}`, { method: 'DELETE', cookie: theirs.cookie })).status,
    ).toBe(404)
    expect((await server.call('/api/v1/me', { key })).status).toBe(200)
  })

  it('cannot be chosen with a key, nor by somebody who does not belong to it', async () => {
    const [ours, theirs] = [await server.newOrganization(), await server.newOrganization()]
    const { key } = await server.newKey(ours.cookie, 'administrator')
    for (const id of [theirs.id, uuidv7(), 'nonsense']) {
      const headers = { 'x-organization-id': id }
      expect((await server.call(URL, { key, headers })).body.code).toBe('auth.not_a_member')
      expect((await server.call(URL, { cookie: ours.cookie, headers })).body.code).toBe(
        'auth.not_a_member',
      )
    }
  })
})

describe('the list of keys', () => {
  it('comes in pages, newest first', async () => {
    const { cookie } = await server.newOrganization()
    for (const role of ['viewer', 'sales', 'manager'] as const) await server.newKey(cookie, role)
    const first = await server.call(`${URL}?limit=2`, { cookie })
    expect(first.body.data.map((key: { role: string }) => key.role)).toEqual(['manager', 'sales'])
    const second = await server.call(`${URL}?limit=2&cursor=${first.body.next_cursor}`, { cookie })
    expect(second.body.data.map((key: { role: string }) => key.role)).toEqual(['viewer'])
    expect(second.body.next_cursor).toBeNull()
  })
})
