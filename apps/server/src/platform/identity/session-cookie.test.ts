import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type IdentityApp, identityApp } from '../../testing/identity-app.ts'
import { sessionToken } from './session-cookie.ts'

/** As testing/identity-app.ts signs. */
const SECRET = 'a secret of this test, long enough to sign with'

describe.each([
  ['http://localhost:8080', false],
  ['https://crm.example.com', true],
])('the session cookie of %s', (publicUrl, secure) => {
  let server: IdentityApp
  let cookie: string
  let token: string
  beforeAll(async () => {
    server = await identityApp({ publicUrl })
    cookie = (await server.newOrganization()).cookie
    const row = await server.database.identity(({ db }) =>
      db.selectFrom('sessions').select('token').executeTakeFirstOrThrow(),
    )
    token = row.token
  })
  afterAll(() => server.close())
  const read = (cookies: string | undefined, secret = SECRET) =>
    sessionToken(cookies, { secret, secure })

  it('carries the token of the session, as better-auth signs it [identity.session]', () => {
    expect(read(cookie)).toBe(token)
    expect(read(`theme=dark; ${cookie}; other=1`)).toBe(token)
  })

  it('is nobody’s when the signature is another’s, or none [identity.session]', () => {
    expect(read(cookie, 'another secret, which is long enough too')).toBeNull()
    const name = cookie.slice(0, cookie.indexOf('='))
    for (const value of ['', token, `${token}.`, `${token}.AAAA`, '.AAAA', '%', `.${token}`])
      expect(read(`${name}=${value}`)).toBeNull()
    for (const other of [undefined, '', 'theme=dark', `x${cookie}`]) expect(read(other)).toBeNull()
  })

  it('has a name that tells whether it came by https [identity.session]', () => {
    expect(sessionToken(cookie, { secret: SECRET, secure: !secure })).toBeNull()
  })
})
