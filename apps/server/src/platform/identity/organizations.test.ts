import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type IdentityApp, identityApp } from '../../testing/identity-app.ts'
import { slugOf } from './slug.ts'

let server: IdentityApp
beforeAll(async () => {
  server = await identityApp()
}, 60_000)
afterAll(() => server.close())

const URL = '/api/v1/organizations'

describe('the first start', () => {
  it('makes an organization, its administrator and the given key, once', async () => {
    const fresh = await identityApp()
    expect(await fresh.identity.awaitsFirstStart()).toBe(true)
    const input = {
      email: 'Admin@Example.com',
      password: 'longenough',
      apiKey: 'a-key-of-the-environment',
      organizationName: 'INSA Demo',
    }
    const first = await fresh.identity.beginFirstStart(input)
    if (!first) throw new Error('There was somebody already.')
    await fresh.identity.endFirstStart(first)
    expect(await fresh.identity.awaitsFirstStart()).toBe(false)
    expect(await fresh.identity.beginFirstStart(input)).toBeNull()
    const me = await fresh.call('/api/v1/me', { key: 'a-key-of-the-environment' })
    expect(me.body).toMatchObject({ organization: { slug: 'insa-demo', role: 'administrator' } })
    const cookie = await fresh.signIn('admin@example.com', 'longenough')
    expect((await fresh.call('/api/v1/me', { cookie })).body.id).toBe(first.userId)
    await fresh.close()
  }, 60_000)
})

describe('organizations', () => {
  it('are made by an administrator, who administers them', async () => {
    const { cookie, id } = await server.newOrganization()
    const { status, body } = await server.call(URL, { cookie, body: { name: 'Söhne & Co.' } })
    expect(status).toBe(201)
    expect(body).toMatchObject({ name: 'Söhne & Co.', slug: 'sohne-co', role: 'administrator' })
    const list = await server.call(URL, { cookie })
    expect(list.body.data.map((organization: { id: string }) => organization.id)).toEqual([
      id,
      body.id,
    ])
    const headers = { 'x-organization-id': body.id }
    expect((await server.call('/api/v1/me', { cookie, headers })).body.organization.id).toBe(
      body.id,
    )
    expect(await server.audited(body.id)).toContain('organization.created')
  })

  it('take a slug of one’s own once, and find one themselves when the name is taken', async () => {
    const { cookie } = await server.newOrganization()
    expect((await server.call(URL, { cookie, body: { name: 'Mine', slug: 'mine' } })).status).toBe(
      201,
    )
    const taken = await server.call(URL, { cookie, body: { name: 'Mine too', slug: 'mine' } })
    expect(taken.body.code).toBe('organization.slug_taken')
    expect((await server.call(URL, { cookie, body: { name: 'Mine' } })).body.slug).toMatch(
      /^mine-\d{6}$/,
    )
  })

  it('are made once by a repeated request', async () => {
    const { cookie } = await server.newOrganization()
    const make = () =>
      server.call(URL, { cookie, body: { name: 'Twice' }, headers: { 'idempotency-key': 'twice' } })
    expect((await make()).body.id).toBe((await make()).body.id)
  })

  it('are not made by keys, nor by people without the right', async () => {
    const { cookie, id } = await server.newOrganization()
    const { key } = await server.newKey(cookie, 'administrator')
    expect((await server.call(URL, { key, body: { name: 'By key' } })).status).toBe(403)
    await server.addPerson(id, `manager-${id}@example.com`, 'manager')
    const manager = await server.signIn(`manager-${id}@example.com`)
    expect((await server.call(URL, { cookie: manager, body: { name: 'By manager' } })).status).toBe(
      403,
    )
  })

  it('have names that can be stored', async () => {
    const { cookie } = await server.newOrganization()
    for (const name of ['nul \u0000', 'half a pair \ud800']) {
      const { status, body } = await server.call(URL, { cookie, body: { name } })
      expect(status).toBe(422)
      expect(body.errors).toMatchObject([{ path: 'name' }])
    }
  })

  it('come in pages', async () => {
    const { cookie } = await server.newOrganization('One')
    for (const name of ['Two', 'Three']) await server.call(URL, { cookie, body: { name } })
    const first = await server.call(`${URL}?limit=2`, { cookie })
    const second = await server.call(`${URL}?limit=2&cursor=${first.body.next_cursor}`, { cookie })
    const names = [...first.body.data, ...second.body.data].map(
      ({ name }: { name: string }) => name,
    )
    expect(names).toEqual(['One', 'Two', 'Three'])
    expect(second.body.next_cursor).toBeNull()
  })
})

describe('slugs', () => {
  it.each([
    ['Müller & Söhne GmbH', 'muller-sohne-gmbh'],
    ['  --  ', 'organization'],
    ['北京自动化', 'organization'],
    ['x'.repeat(120), 'x'.repeat(50)],
  ])('of %j are %j', (name, slug) => {
    expect(slugOf(name)).toBe(slug)
  })
})
