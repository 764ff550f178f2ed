import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type IdentityApp, identityApp, PASSWORD } from '../../testing/identity-app.ts'

let server: IdentityApp
beforeAll(async () => {
  server = await identityApp()
}, 60_000)
afterAll(() => server.close())

const trySignIn = (
  email: string,
  password: string,
  more: Parameters<IdentityApp['call']>[1] = {},
) => server.call('/api/auth/sign-in/email', { body: { email, password }, ...more })

describe('sign-in', () => {
  it('answers who it is and sets a cookie that scripts and other sites cannot use', async () => {
    const { email } = await server.newOrganization()
    const answer = await trySignIn(email.toUpperCase(), PASSWORD)
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({
      user: { id: expect.any(String), name: 'Person administrator', email },
    })
    expect(answer.cookies).toHaveLength(1)
    expect(answer.cookies[0]).toMatch(
      /^insa\.session_token=.+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/,
    )
  })

  it('lets the cookie in [identity.sign-in]', async () => {
    const organization = await server.newOrganization('Acme')
    const { status, body } = await server.call('/api/v1/me', { cookie: organization.cookie })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      kind: 'user',
      email: organization.email,
      organization: { id: organization.id, name: 'Acme', role: 'administrator' },
    })
  })

  it('says the same of a wrong password and of an unknown address', async () => {
    const { email } = await server.newOrganization()
    const wrong = await trySignIn(email, 'not the password')
    const unknown = await trySignIn('nobody@example.com', 'not the password')
    expect(wrong.status).toBe(401)
    expect(wrong.body).toMatchObject({ code: 'auth.invalid_credentials' })
    const { correlation_id: _, ...told } = wrong.body
    expect(unknown.body).toMatchObject(told)
    expect(wrong.cookies).toEqual([])
  })

  it('refuses unknown fields and passwords of megabytes by name', async () => {
    const { status, body } = await trySignIn('a@example.com', 'x'.repeat(129))
    expect(status).toBe(422)
    expect(body.errors).toMatchObject([{ path: 'password' }])
    const extra = await server.call('/api/auth/sign-in/email', {
      body: { email: 'a@example.com', password: 'x', callbackURL: 'https://evil.example' },
    })
    expect(extra.body.errors).toMatchObject([{ path: 'callbackURL', code: 'unrecognized_keys' }])
  })

  it('ends the session at sign-out [identity.sign-in]', async () => {
    const { cookie } = await server.newOrganization()
    const out = await server.call('/api/auth/sign-out', { cookie, body: {} })
    expect(out.status).toBe(200)
    expect(out.cookies[0]).toMatch(/^insa\.session_token=; Max-Age=0/)
    expect((await server.call('/api/v1/me', { cookie })).status).toBe(401)
  })

  it('takes a sign-out without a session, and without a body, as done', async () => {
    expect((await server.call('/api/auth/sign-out', { method: 'POST' })).status).toBe(200)
  })

  it('refuses a cookie whose signature was changed', async () => {
    const { cookie } = await server.newOrganization()
    const forged = `${cookie.slice(0, -6)}AAA%3D`
    expect((await server.call('/api/v1/me', { cookie: forged })).status).toBe(401)
  })

  it('has nothing else of the library: sign-up does not exist', async () => {
    const { cookie } = await server.newOrganization()
    const body = { name: 'Eve', email: 'eve@example.com', password: PASSWORD }
    expect((await server.call('/api/auth/sign-up/email', { body, cookie })).status).toBe(404)
    expect((await server.call('/api/auth/sign-up/email', { body })).status).toBe(401)
  })

  it('tells of the session, or of none', async () => {
    const { cookie, email } = await server.newOrganization()
    const { body } = await server.call('/api/auth/get-session', { cookie })
    expect(body).toMatchObject({ user: { email }, session: { expires_at: expect.any(String) } })
    expect(JSON.stringify(body)).not.toContain(cookie.slice('insa.session_token='.length, -60))
    expect((await server.call('/api/auth/get-session')).body).toBeNull()
  })

  it('is written into the audit trail of each organization', async () => {
    const { id } = await server.newOrganization()
    expect(await server.audited(id)).toContain('user.signed_in')
  })
})

describe('a session in use', () => {
  const HOUR_MS = 3_600_000
  const endsIn = async (email: string): Promise<number> => {
    const { expires_at } = await server.database.identity(({ db }) =>
      db
        .selectFrom('sessions')
        .innerJoin('users', 'users.id', 'sessions.user_id')
        .select('sessions.expires_at')
        .where('users.email', '=', email)
        .executeTakeFirstOrThrow(),
    )
    return (expires_at.getTime() - Date.now()) / HOUR_MS
  }
  const age = (email: string, hoursLeft: number) =>
    server.database.identity(({ db }) =>
      db
        .updateTable('sessions')
        .set({ expires_at: new Date(Date.now() + hoursLeft * HOUR_MS) })
        .where('user_id', 'in', db.selectFrom('users').select('id').where('email', '=', email))
        .execute(),
    )

  it('lasts another week when the console opens, with a new cookie', async () => {
    const { cookie, email } = await server.newOrganization()
    await age(email, 24)
    const list = await server.call('/api/v1/organizations', { cookie })
    expect(list.cookies).toEqual([])
    expect(await endsIn(email)).toBeLessThan(25)
    const me = await server.call('/api/v1/me', { cookie })
    expect(me.cookies[0]).toMatch(/^insa\.session_token=.+; Max-Age=604800/)
    expect(await endsIn(email)).toBeGreaterThan(167)
  })

  it('ends when it was not used for a week', async () => {
    const { cookie, email } = await server.newOrganization()
    await age(email, -1)
    expect((await server.call('/api/v1/me', { cookie })).status).toBe(401)
  })
})

describe('requests from pages of other sites', () => {
  const refused = [
    { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    { 'sec-fetch-site': 'same-site', origin: 'http://localhost:3000' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ]
  it.each(refused)('are refused with a cookie: %j', async (headers) => {
    const { cookie } = await server.newOrganization()
    const answer = await server.call('/api/v1/organizations', {
      cookie,
      headers,
      body: { name: 'Evil' },
    })
    expect(answer.status).toBe(403)
    expect(answer.body.code).toBe('auth.cross_site')
  })

  it.each(refused)('cannot sign anybody in: %j', async (headers) => {
    const answer = await trySignIn('a@example.com', PASSWORD, { headers })
    expect(answer.body.code).toBe('auth.cross_site')
  })

  it('are no concern with a key, which no browser sends by itself', async () => {
    const { cookie } = await server.newOrganization()
    const { key } = await server.newKey(cookie, 'administrator')
    const answer = await server.call('/api/v1/api-keys', {
      key,
      headers: { origin: 'https://tools.example' },
      body: { name: 'From a tool' },
    })
    expect(answer.status).toBe(201)
  })

  it.each([
    { 'sec-fetch-site': 'same-origin', origin: 'http://127.0.0.1:5173' },
    { origin: 'http://localhost:8080', host: 'internal:9999' },
    { origin: 'https://crm.example', host: 'crm.example' },
    {},
  ])('are told from our own pages and from programs: %j', async (headers) => {
    const { cookie } = await server.newOrganization()
    const answer = await server.call('/api/v1/organizations', {
      cookie,
      headers,
      body: { name: 'Ours' },
    })
    expect(answer.status).toBe(201)
  })
})

describe('too many wrong passwords', () => {
  it('close the door for that address and account, not for others', async () => {
    const { email } = await server.newOrganization()
    const tries = []
    for (let i = 0; i < 9; i += 1)
      tries.push(await trySignIn(email, 'wrong password', { ip: '203.0.113.7' }))
    expect(tries.map(({ status }) => status)).toEqual([...Array(8).fill(401), 429])
    expect(tries[8]?.body.code).toBe('auth.rate_limited')
    expect(Number(tries[8]?.headers['retry-after'])).toBeGreaterThan(0)
    expect((await trySignIn(email, PASSWORD, { ip: '203.0.113.7' })).status).toBe(429)
    expect((await trySignIn(email, PASSWORD, { ip: '203.0.113.8' })).status).toBe(200)
  })

  it('are counted by the connection, not by what X-Forwarded-For says', async () => {
    const { email } = await server.newOrganization()
    const statuses = []
    for (let i = 0; i < 9; i += 1) {
      const headers = {
        'x-forwarded-for': `198.51.100.${i}`,
        'x-insa-client-ip': `198.51.100.${i}`,
      }
      statuses.push(
        (await trySignIn(email, 'wrong password', { ip: '203.0.113.20', headers })).status,
      )
    }
    expect(statuses.at(-1)).toBe(429)
  })

  it('close the door for an address that tries many accounts', async () => {
    const guesses = Array.from({ length: 31 }, (_, i) =>
      trySignIn(`guess-${i}@example.com`, 'wrong password', { ip: '203.0.113.30' }),
    )
    const statuses = (await Promise.all(guesses)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 429)).toHaveLength(1)
  })

  it('do not count when they are right', async () => {
    const { email } = await server.newOrganization()
    for (let i = 0; i < 10; i += 1) {
      expect((await trySignIn(email, PASSWORD, { ip: '203.0.113.40' })).status).toBe(200)
    }
  })
})

describe('changing the password', () => {
  const change = (cookie: string, currentPassword: string, newPassword: string) =>
    server.call('/api/auth/change-password', { cookie, body: { currentPassword, newPassword } })

  it('needs the current one', async () => {
    const { cookie } = await server.newOrganization()
    const { status, body } = await change(cookie, 'wrong password', 'a whole new password')
    expect(status).toBe(422)
    expect(body.errors).toMatchObject([{ path: 'currentPassword' }])
  })

  it('needs a session', async () => {
    expect((await change('', PASSWORD, 'a whole new password')).status).toBe(401)
  })

  it('ends the other sessions and goes on with a new cookie', async () => {
    const { cookie, email } = await server.newOrganization()
    const other = await server.signIn(email)
    const { status, cookies } = await change(cookie, PASSWORD, 'a whole new password')
    expect(status).toBe(200)
    const renewed = cookies[0]?.split(';')[0] ?? ''
    expect((await server.call('/api/v1/me', { cookie: renewed })).status).toBe(200)
    expect((await server.call('/api/v1/me', { cookie: other })).status).toBe(401)
    expect((await trySignIn(email, PASSWORD)).status).toBe(401)
  })
})
