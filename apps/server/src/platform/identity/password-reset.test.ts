import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type IdentityApp, identityApp, PASSWORD } from '../../testing/identity-app.ts'

let server: IdentityApp
beforeAll(async () => {
  server = await identityApp({ publicUrl: 'https://crm.example' })
}, 60_000)
afterAll(() => server.close())

const ask = (email: string, more: { redirectTo?: string } = {}) =>
  server.call('/api/auth/request-password-reset', { body: { email, ...more } })

const reset = (token: string, newPassword: string) =>
  server.call('/api/auth/reset-password', { body: { newPassword, token } })

/** The token in the last mail, after everything behind the answers has ended. */
async function mailedToken(to: string): Promise<string | undefined> {
  await server.identity.close()
  const mail = server.mails.findLast((candidate) => candidate.to === to)
  return /reset-password\?token=(\S+)/.exec(mail?.text ?? '')?.[1]
}

/** Their session cookie is Secure here, so its name differs. */
async function personWithSession() {
  const { email, id, cookie } = await server.newOrganization()
  return { email, id, cookie }
}

describe('password reset', () => {
  it('mails a link as the first organization of the person, and its template is secret', async () => {
    const { email, id } = await personWithSession()
    expect(await ask(email, { redirectTo: '/reset-password' })).toMatchObject({
      status: 200,
      body: { status: true },
    })
    expect(await mailedToken(email)).toBeDefined()
    const mail = server.mails.at(-1)
    expect(mail).toMatchObject({ organizationId: id, to: email, template: 'password_reset' })
    expect(mail?.text).toContain('https://crm.example/reset-password?token=')
  })

  it('says the same of an unknown address, and sends nothing', async () => {
    const before = server.mails.length
    expect(await ask('nobody@example.com')).toMatchObject({ status: 200, body: { status: true } })
    await server.identity.close()
    expect(server.mails).toHaveLength(before)
    expect(server.problems).toEqual([])
  })

  it('sets the password once, and ends every session [identity.password-reset]', async () => {
    const { email, id, cookie } = await personWithSession()
    await ask(email)
    const token = (await mailedToken(email)) ?? ''
    expect((await reset(token, 'a whole new password')).status).toBe(200)
    expect((await server.call('/api/v1/me', { cookie })).status).toBe(401)
    await server.signIn(email, 'a whole new password')
    await expect(server.signIn(email, PASSWORD)).rejects.toThrow('401')
    const again = await reset(token, 'yet another password')
    expect(again.status).toBe(422)
    expect(again.body).toMatchObject({ code: 'auth.invalid_token', errors: [{ path: 'token' }] })
    expect(await server.audited(id)).toContain('user.password_reset')
  })

  it('keeps no token that could be read from the database', async () => {
    const { email } = await personWithSession()
    await ask(email)
    const token = (await mailedToken(email)) ?? ''
    const rows = await server.database.identity(({ db }) =>
      db.selectFrom('verifications').selectAll().execute(),
    )
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  it('refuses a short password and a link to elsewhere', async () => {
    expect((await reset('some-token', 'short')).body.errors).toMatchObject([
      { path: 'newPassword' },
    ])
    expect(
      (await ask('a@example.com', { redirectTo: 'https://evil.example' })).body.errors,
    ).toMatchObject([{ path: 'redirectTo' }])
  })

  it('fills no mailbox', async () => {
    const { email } = await personWithSession()
    const statuses = []
    for (let i = 0; i < 6; i += 1) statuses.push((await ask(email)).status)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
    await server.identity.close()
  })

  it('goes with Secure cookies where the public address is https', async () => {
    const { email } = await personWithSession()
    const { cookies } = await server.call('/api/auth/sign-in/email', {
      body: { email, password: PASSWORD },
    })
    expect(cookies[0]).toMatch(/^__Secure-insa\.session_token=.*; Secure/)
  })
})
