/** Sessions of people with a browser: the bridge between Fastify's requests and better-auth's calls. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError, invalid, unauthenticated } from '../http/errors.ts'
import { callerOf } from './caller.ts'
import type { IdentityParts } from './identity-parts.ts'

/** Hands better-auth's cookies on, one header each. */
export function passCookies(reply: FastifyReply, headers: Headers): void {
  const cookies = headers.getSetCookie()
  if (cookies.length > 0) reply.header('set-cookie', cookies)
}

/** The signed-in person, or null. Never moves the session's end: that needs an answer to put a cookie on. */
export async function readSession(parts: IdentityParts, request: FastifyRequest) {
  if (!hasSessionCookie(request)) return null
  const engine = await parts.engine()
  return engine
    .getSession({ headers: callerOf(request).headers, query: { disableRefresh: true } })
    .catch((error: unknown) => refuse(parts, error))
}

/** As readSession, and the first visit of a day makes the session last longer. */
export async function renewSession(
  parts: IdentityParts,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  if (!hasSessionCookie(request)) return null
  const engine = await parts.engine()
  const { headers, response } = await engine
    .getSession({ headers: callerOf(request).headers, returnHeaders: true })
    .catch((error: unknown) => refuse(parts, error))
  passCookies(reply, headers)
  return response
}

const hasSessionCookie = (request: FastifyRequest): boolean =>
  request.headers.cookie?.includes('insa.session_token=') ?? false

/** better-auth's codes as ours. What is not here is our fault, not the caller's. */
const REFUSALS: Record<string, () => AppError> = {
  INVALID_EMAIL_OR_PASSWORD: () => invalidCredentials(),
  INVALID_EMAIL: () => invalidCredentials(),
  UNAUTHORIZED: () => unauthenticated(),
  INVALID_TOKEN: () =>
    new AppError(
      422,
      'auth.invalid_token',
      'This link was used already or is too old. Ask for a new one.',
      {
        errors: [{ path: 'token', code: 'invalid_token', message: 'Used already or too old.' }],
      },
    ),
  INVALID_PASSWORD: () =>
    invalid([
      { path: 'currentPassword', code: 'wrong_password', message: 'This is not your password.' },
    ]),
}

/** The same for an unknown address and for a wrong password. */
const invalidCredentials = () =>
  new AppError(401, 'auth.invalid_credentials', 'E-mail or password is wrong.')

/**
 * Translates what better-auth throws.
 * @throws always: AppError for what the caller did, the database's own error when that is why, else the error itself.
 */
export async function refuse(parts: IdentityParts, error: unknown): Promise<never> {
  const code = (error as { body?: { code?: unknown } } | null)?.body?.code
  const refusal = typeof code === 'string' ? REFUSALS[code] : undefined
  if (refusal) throw refusal()
  // better-auth hides what the database said; when it is away the answer must be 503.
  await parts.database.ping()
  throw error
}
