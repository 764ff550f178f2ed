/** A signed-in person chooses another password. */
import { unauthenticated } from '../http/errors.ts'
import { passwordAttempt } from './attempts.ts'
import type { Caller } from './caller.ts'
import type { IdentityParts } from './identity-parts.ts'
import { recordForUser } from './record-for-user.ts'
import { type readSession, refuse } from './session.ts'

/**
 * @returns the headers with the new cookie, when the other sessions ended.
 * @throws AppError 401 without a session, 422 for a wrong current password, 429 after too many of them.
 */
export async function changePassword(
  parts: IdentityParts,
  session: Awaited<ReturnType<typeof readSession>>,
  body: { currentPassword: string; newPassword: string; revokeOtherSessions: boolean },
  caller: Caller,
): Promise<Headers> {
  if (!session) throw unauthenticated()
  const giveBack = await parts.limiter.take(passwordAttempt(caller.ip, session.user.email))
  const engine = await parts.engine()
  const answer = await engine
    .changePassword({ body, headers: caller.headers, returnHeaders: true })
    .catch((error: unknown) => refuse(parts, error))
  await giveBack()
  recordForUser(parts, session.user, 'user.password_changed', caller.correlationId)
  return answer.headers
}
