import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type IdentityApp, identityApp, PASSWORD } from '../../testing/identity-app.ts'

let server: IdentityApp
beforeAll(async () => {
  server = await identityApp()
}, 60_000)
afterAll(() => server.close())

const membersOf = (id: string) => `/api/v1/organizations/${id}/members`
const address = (who: string) => `${who}-${uuidv7()}@example.com`
const mailedToken = (to: string) =>
  /accept-invitation\?token=(\S+)/.exec(
    server.mails.findLast((mail) => mail.to === to)?.text ?? '',
  )?.[1] ?? ''

async function memberId(
  organization: { id: string; cookie: string },
  email: string,
): Promise<string> {
  const { body } = await server.call(membersOf(organization.id), { cookie: organization.cookie })
  return body.data.find((member: { email: string }) => member.email === email).id
}

describe('an invitation', () => {
  const invite = (organization: { id: string; cookie: string }, email: string, role = 'sales') =>
    server.call(membersOf(organization.id), { cookie: organization.cookie, body: { email, role } })
  const accept = (token: string, password = PASSWORD, name = 'Ben') =>
    server.call(`/api/v1/invitations/${token}/accept`, { body: { name, password } })

  it('goes out by mail, shows what it is for, and makes an account [identity.invitation]', async () => {
    const organization = await server.newOrganization('Acme')
    const email = address('ben')
    const invited = await invite(organization, email.toUpperCase())
    expect(invited.status).toBe(201)
    expect(invited.body).toMatchObject({ email, role: 'sales', status: 'invited', user_id: null })
    expect(server.mails.at(-1)).toMatchObject({
      template: 'invitation',
      to: email,
      organizationId: organization.id,
    })
    const token = mailedToken(email)
    const preview = await server.call(`/api/v1/invitations/${token}`)
    expect(preview.body).toEqual({ email, organization_name: 'Acme', role: 'sales' })
    expect((await accept(token)).body).toEqual({ email, organization_name: 'Acme' })
    const me = await server.call('/api/v1/me', { cookie: await server.signIn(email) })
    expect(me.body).toMatchObject({
      name: 'Ben',
      organization: { id: organization.id, role: 'sales' },
    })
    expect(await server.audited(organization.id)).toEqual(
      expect.arrayContaining(['member.invited', 'member.joined']),
    )
  })

  it('is kept as a hash', async () => {
    const organization = await server.newOrganization()
    const email = address('ben')
    await invite(organization, email)
    const rows = await server.database.identity(({ db }) =>
      db.selectFrom('invitations').selectAll().execute(),
    )
    expect(JSON.stringify(rows)).not.toContain(mailedToken(email))
  })

  it('is good once', async () => {
    const organization = await server.newOrganization()
    const email = address('ben')
    await invite(organization, email)
    const token = mailedToken(email)
    const statuses = (await Promise.all([accept(token), accept(token)])).map(({ status }) => status)
    expect(statuses.sort()).toEqual([200, 404])
    expect((await server.call(`/api/v1/invitations/${token}`)).body.code).toBe(
      'invitation.not_found',
    )
  })

  it('ends after seven days', async () => {
    const organization = await server.newOrganization()
    const email = address('ben')
    await invite(organization, email)
    await server.database.identity(({ db }) =>
      db
        .updateTable('invitations')
        .set({ expires_at: new Date(Date.now() - 1) })
        .where('email', '=', email)
        .execute(),
    )
    expect((await accept(mailedToken(email))).status).toBe(404)
  })

  it('is replaced by the next one to the same address, and can be withdrawn', async () => {
    const organization = await server.newOrganization()
    const email = address('ben')
    await invite(organization, email)
    const old = mailedToken(email)
    await invite(organization, email, 'viewer')
    expect((await accept(old)).status).toBe(404)
    const id = await memberId(organization, email)
    const removed = await server.call(`${membersOf(organization.id)}/${id}`, {
      method: 'DELETE',
      cookie: organization.cookie,
    })
    expect(removed.status).toBe(204)
    expect((await accept(mailedToken(email))).status).toBe(404)
  })

  it('joins the account that the person has, by its password and not by a new one', async () => {
    const [first, second] = [await server.newOrganization(), await server.newOrganization('Second')]
    await invite(second, first.email, 'viewer')
    const token = mailedToken(first.email)
    const refused = await accept(token, 'a password of mine')
    expect(refused.status).toBe(401)
    expect(refused.body.code).toBe('invitation.wrong_password')
    expect((await accept(token, PASSWORD, 'Mallory')).status).toBe(200)
    const { body } = await server.call('/api/v1/me', {
      cookie: first.cookie,
      headers: { 'x-organization-id': second.id },
    })
    expect(body).toMatchObject({
      name: 'Person administrator',
      organization: { id: second.id, role: 'viewer' },
    })
    expect(body.organizations.map(({ id }: { id: string }) => id)).toEqual([first.id, second.id])
  })

  it('does not tell whether an address has an account elsewhere', async () => {
    const [first, second] = [await server.newOrganization(), await server.newOrganization()]
    const known = await invite(second, first.email)
    const unknown = await invite(second, address('ben'))
    const shape = { status: 'invited', user_id: null, name: '' }
    expect(known.body).toMatchObject(shape)
    expect(unknown.body).toMatchObject(shape)
  })

  it('is refused for a member', async () => {
    const organization = await server.newOrganization()
    const { status, body } = await invite(organization, organization.email)
    expect(status).toBe(409)
    expect(body.code).toBe('member.exists')
  })

  it('is refused for a role with more rights than the inviter has', async () => {
    const organization = await server.newOrganization()
    const { key } = await server.newKey(organization.cookie, 'administrator', ['members:manage'])
    const { status } = await server.call(membersOf(organization.id), {
      key,
      body: { email: address('ben'), role: 'administrator' },
    })
    expect(status).toBe(403)
  })

  it('wants a name and a password of ten characters', async () => {
    const { body } = await accept('any-token', 'short', ' ')
    expect(body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
      'name',
      'password',
    ])
  })
})

describe('a member', () => {
  async function withSales() {
    const organization = await server.newOrganization()
    const email = address('sales')
    await server.addPerson(organization.id, email, 'sales')
    const cookie = await server.signIn(email)
    return {
      organization,
      email,
      cookie,
      url: `${membersOf(organization.id)}/${await memberId(organization, email)}`,
    }
  }

  it('has another role from the next request on', async () => {
    const { organization, cookie, url } = await withSales()
    const changed = await server.call(url, {
      method: 'PATCH',
      cookie: organization.cookie,
      body: { role: 'viewer' },
    })
    expect(changed.body).toMatchObject({ role: 'viewer', status: 'active' })
    expect((await server.call('/api/v1/me', { cookie })).body.organization.role).toBe('viewer')
    expect(await server.audited(organization.id)).toContain('member.role_changed')
  })

  it('who is removed is out at once', async () => {
    const { organization, cookie, url, email } = await withSales()
    expect((await server.call(url, { method: 'DELETE', cookie: organization.cookie })).status).toBe(
      204,
    )
    expect((await server.call('/api/v1/me', { cookie })).status).toBe(401)
    const again = await server.signIn(email)
    expect((await server.call('/api/v1/me', { cookie: again })).body.code).toBe(
      'auth.no_organization',
    )
    expect(await server.audited(organization.id)).toContain('member.removed')
  })

  it('who is removed from one organization stays signed in to the other', async () => {
    const { organization, cookie, url, email } = await withSales()
    const other = await server.newOrganization()
    await server.addPerson(other.id, email, 'viewer')
    await server.call(url, { method: 'DELETE', cookie: organization.cookie })
    expect((await server.call('/api/v1/me', { cookie })).body.organization.id).toBe(other.id)
    const headers = { 'x-organization-id': organization.id }
    expect((await server.call('/api/v1/me', { cookie, headers })).status).toBe(403)
  })

  it('without the right changes nobody, and sees colleagues', async () => {
    const { organization, cookie, url } = await withSales()
    expect(
      (await server.call(url, { method: 'PATCH', cookie, body: { role: 'administrator' } })).status,
    ).toBe(403)
    expect((await server.call(url, { method: 'DELETE', cookie })).status).toBe(403)
    const list = await server.call(membersOf(organization.id), { cookie })
    expect(list.body.data.map(({ role }: { role: string }) => role)).toEqual([
      'administrator',
      'sales',
    ])
  })

  it('is not touched by a key with fewer rights', async () => {
    const { organization } = await withSales()
    const { key } = await server.newKey(organization.cookie, 'administrator', ['members:manage'])
    const url = `${membersOf(organization.id)}/${await memberId(organization, organization.email)}`
    expect((await server.call(url, { method: 'DELETE', key })).status).toBe(403)
  })
})

describe('the last administrator', () => {
  it('is neither removed nor demoted', async () => {
    const organization = await server.newOrganization()
    const { cookie } = organization
    const url = `${membersOf(organization.id)}/${await memberId(organization, organization.email)}`
    const removed = await server.call(url, { method: 'DELETE', cookie })
    expect(removed.status).toBe(409)
    expect(removed.body.code).toBe('member.last_administrator')
    expect(
      (await server.call(url, { method: 'PATCH', cookie, body: { role: 'manager' } })).status,
    ).toBe(409)
    expect((await server.call('/api/v1/me', { cookie })).body.organization.role).toBe(
      'administrator',
    )
  })

  it('remains when two administrators remove each other at once', async () => {
    const organization = await server.newOrganization()
    const email = address('second')
    await server.addPerson(organization.id, email, 'administrator')
    const second = await server.signIn(email)
    const first = organization.cookie
    const [firstId, secondId] = [
      await memberId(organization, organization.email),
      await memberId(organization, email),
    ]
    const all = membersOf(organization.id)
    await Promise.all([
      server.call(`${all}/${secondId}`, {
        method: 'PATCH',
        cookie: first,
        body: { role: 'viewer' },
      }),
      server.call(`${all}/${firstId}`, {
        method: 'PATCH',
        cookie: second,
        body: { role: 'viewer' },
      }),
    ])
    const rows = await server.database.identity(({ db }) =>
      db
        .selectFrom('members')
        .select('role')
        .where('organization_id', '=', organization.id)
        .execute(),
    )
    expect(rows.filter(({ role }) => role === 'administrator')).toHaveLength(1)
  })
})

describe('members of another organization', () => {
  it('are nobody’s business', async () => {
    const [ours, theirs] = [await server.newOrganization(), await server.newOrganization()]
    const theirMember = await memberId(theirs, theirs.email)
    expect((await server.call(membersOf(theirs.id), { cookie: ours.cookie })).status).toBe(404)
    const body = { email: address('eve'), role: 'viewer' }
    expect((await server.call(membersOf(theirs.id), { cookie: ours.cookie, body })).status).toBe(
      404,
    )
    for (const organization of [ours.id, theirs.id]) {
      const url = `${membersOf(organization)}/${theirMember}`
      expect((await server.call(url, { method: 'DELETE', cookie: ours.cookie })).status).toBe(404)
      const patch = { method: 'PATCH', cookie: ours.cookie, body: { role: 'viewer' } } as const
      expect((await server.call(url, patch)).status).toBe(404)
    }
  })
})
