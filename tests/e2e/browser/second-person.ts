import type { Page } from 'playwright-core'
import type { Site } from './site.ts'

export const SECOND = { email: 'second@insa.example', password: 'a-password-of-the-second-person' }

/** Somebody who did not begin what waits. */
export async function secondPerson(site: Site, first: Page): Promise<Page> {
  const { organization } = await (await first.request.get('/api/v1/me')).json()
  await first.request.post(`/api/v1/organizations/${organization.id}/members`, {
    data: { email: SECOND.email, role: 'manager' },
    headers: { origin: site.url },
  })
  const { data } = await (await first.request.get('/api/v1/mail')).json()
  const mail = data.find((m: { to: string }) => m.to === SECOND.email)
  const token = /token=([\w-]+)/.exec(mail.text)?.[1]
  const page = await site.open({ anonymous: true })
  const accepted = await page.request.post(`/api/v1/invitations/${token}/accept`, {
    data: { name: 'Second', password: SECOND.password },
    headers: { origin: site.url },
  })
  if (!accepted.ok()) throw new Error(`The invitation answered ${accepted.status()}.`)
  const signedIn = await page.request.post('/api/auth/sign-in/email', {
    data: SECOND,
    headers: { origin: site.url },
  })
  if (!signedIn.ok()) throw new Error(`The sign-in answered ${signedIn.status()}.`)
  return page
}
