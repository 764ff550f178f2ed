/** Who asks: a token, a session, or Guest. */
import { randomBytes } from 'node:crypto'
import { FrappeError } from './frappe-error.ts'
import type { FrappeRequest } from './read-request.ts'
import { GUEST, isEmpty } from './request-context.ts'
import type { Site } from './site.ts'

export interface Session {
  user: string
  csrf?: string
}

export class Sessions {
  readonly #open = new Map<string, Session>()

  start(user: string): string {
    const sid = randomBytes(28).toString('hex')
    this.#open.set(sid, { user })
    return sid
  }

  get(sid: string | undefined): Session | undefined {
    return sid === undefined ? undefined : this.#open.get(sid)
  }

  end(sid: string | undefined): void {
    if (sid !== undefined) this.#open.delete(sid)
  }
}

export interface Identity {
  user: string
  sid?: string
  /** A cookie of a session that is no more: the request runs as Guest. */
  expired?: boolean
}

export function cookieOf(request: FrappeRequest, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='))
  return pairs.find(([key]) => key === name)?.[1]
}

const unauthorized = () => new FrappeError('AuthenticationError', '', { tail: '', silent: true })

/** @throws AuthenticationError for a header of two parts that names nobody. */
export function authenticate(site: Site, sessions: Sessions, request: FrappeRequest): Identity {
  const parts = (request.headers.authorization ?? '').split(' ')
  // A header of another number of parts counts as none.
  if (parts.length === 2) {
    const user = userOfToken(site, parts[0]?.toLowerCase() ?? '', parts[1] ?? '')
    if (!user) throw unauthorized()
    return { user }
  }
  const sid = cookieOf(request, 'sid') ?? (request.form.sid as string | undefined)
  const session = sessions.get(sid)
  if (!session) return { user: GUEST, ...(sid && sid !== GUEST && { expired: true }) }
  checkCsrf(session, request)
  return { user: session.user, ...(sid && { sid }) }
}

function checkCsrf(session: Session, request: FrappeRequest): void {
  if (!session.csrf || request.method === 'GET' || request.method === 'HEAD') return
  if (request.headers['x-frappe-csrf-token'] !== session.csrf)
    throw new FrappeError('CSRFTokenError', 'Invalid Request')
}

function userOfToken(site: Site, scheme: string, token: string): string | undefined {
  if (scheme === 'token') return userOfKey(site, token)
  if (scheme === 'basic') return userOfKey(site, decodeBasic(token))
  if (scheme !== 'bearer') return undefined
  const row = site.db.get('OAuth Bearer Token', token)
  return row?.status === 'Active' ? String(row.user) : undefined
}

function decodeBasic(token: string): string {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(token) || token.length % 4 !== 0)
    throw new FrappeError(
      'InvalidAuthorizationToken',
      'Failed to decode token, please provide a valid base64-encoded token.',
    )
  return Buffer.from(token, 'base64').toString()
}

function userOfKey(site: Site, pair: string): string | undefined {
  const parts = pair.split(':')
  if (parts.length !== 2) return undefined
  const [key, secret] = parts
  const user = site.db
    .rows('User')
    .find((row) => !isEmpty(row.api_key) && row.api_key === key && row.api_secret === secret)
  return user?.enabled ? String(user.name) : undefined
}
