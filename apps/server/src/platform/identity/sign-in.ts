/** Sign-in with e-mail and password. */
import { passwordAttempt } from './attempts.ts'
import type { Caller } from './caller.ts'
import { endFirstStartOf } from './first-administrator.ts'
import type { IdentityParts } from './identity-parts.ts'
import { recordForUser } from './record-for-user.ts'
import { refuse } from './session.ts'

/**
 * @returns who it is, and the headers that carry the session's cookie; its token stays out of reach of scripts.
 * @throws AppError 401 `auth.invalid_credentials`, 429 `auth.rate_limited`.
 */
export async function signIn(
  parts: IdentityParts,
  input: { email: string; password: string },
  caller: Caller,
) {
  const email = input.email.toLowerCase()
  const giveBack = await parts.limiter.take(passwordAttempt(caller.ip, email))
  const engine = await parts.engine()
  const answer = await engine
    .signInEmail({
      body: { email, password: input.password },
      headers: caller.headers,
      returnHeaders: true,
    })
    .catch((error: unknown) => refuse(parts, error))
  await giveBack()
  const { user } = answer.response
  await endFirstStartOf(parts.database, user.id)
  recordForUser(parts, user, 'user.signed_in', caller.correlationId)
  return { headers: answer.headers, user }
}
