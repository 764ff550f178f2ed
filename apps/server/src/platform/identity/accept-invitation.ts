/** A person takes up an invitation: with a new account, or with the one they have. */
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { recordAudit } from '../audit/audit.ts'
import type { Database, IdentityTx } from '../database/database.ts'
import { AppError } from '../http/errors.ts'
import { passwordAttempt } from './attempts.ts'
import type { Caller } from './caller.ts'
import type { IdentityParts } from './identity-parts.ts'
import { CREDENTIAL, insertUser } from './insert-user.ts'
import { findInvitation, invitationGone } from './invitations.store.ts'
import { hashPassword, verifyPassword } from './password.ts'

interface Acceptance {
  name: string
  password: string
}

/** The account that the address has, or the hash for a new one. */
type Joining = { userId: string } | { name: string; passwordHash: string }

/**
 * Whoever has an account proves it by its password, which stays as it is, and so does their name: a forwarded link
 * cannot take an account over.
 * @throws AppError 404 for a link that is used up, 401 for a wrong password of an existing account, 429.
 */
export async function acceptInvitation(
  parts: IdentityParts,
  token: string,
  input: Acceptance,
  caller: Caller,
): Promise<{ email: string; organization_name: string }> {
  const invitation = await findInvitation(parts.database, token)
  const giveBack = await parts.limiter.take(passwordAttempt(caller.ip, invitation.email))
  const joining = await identify(parts.database, invitation.email, input)
  await giveBack()
  await parts.database.identity((tx) => join(tx, invitation.id, joining, caller.correlationId))
  return { email: invitation.email, organization_name: invitation.organization_name }
}

/** scrypt takes its time, so this is outside of the transaction. */
async function identify(
  database: Database,
  email: string,
  { name, password }: Acceptance,
): Promise<Joining> {
  const account = await database.identity(({ db }) =>
    db
      .selectFrom('users as u')
      .leftJoin('accounts as a', (on) =>
        on.onRef('a.user_id', '=', 'u.id').on('a.provider_id', '=', CREDENTIAL),
      )
      .select(['u.id', 'a.password'])
      .where('u.email', '=', email)
      .executeTakeFirst(),
  )
  if (!account) return { name, passwordHash: await hashPassword(password) }
  if (!(await verifyPassword({ hash: account.password ?? '', password }))) {
    throw new AppError(
      401,
      'invitation.wrong_password',
      'You have an account here: enter its password to join with it.',
    )
  }
  return { userId: account.id }
}

async function join(
  tx: IdentityTx,
  invitationId: string,
  joining: Joining,
  correlationId: string,
): Promise<void> {
  // The one place where an invitation is used up: of two at once, one finds nothing.
  const invitation = await tx.db
    .updateTable('invitations')
    .set({ status: 'accepted' })
    .where('id', '=', invitationId)
    .where('status', '=', 'pending')
    .where('expires_at', '>', sql<Date>`now()`)
    .returning(['organization_id', 'email', 'role'])
    .executeTakeFirst()
  if (!invitation) throw invitationGone()
  const userId = 'userId' in joining ? joining.userId : uuidv7()
  if ('passwordHash' in joining)
    await insertUser(tx.db, { id: userId, email: invitation.email, ...joining })
  const member = await tx.db
    .insertInto('members')
    .values({
      id: uuidv7(),
      organization_id: invitation.organization_id,
      user_id: userId,
      role: invitation.role,
    })
    .onConflict((c) => c.columns(['organization_id', 'user_id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!member) return
  await tx.asTenant(invitation.organization_id, (tenant) =>
    recordAudit(tenant, {
      actor: `user:${invitation.email}`,
      action: 'member.joined',
      subject: { type: 'member', id: member.id },
      correlationId,
      details: { email: invitation.email, role: invitation.role },
    }),
  )
}
