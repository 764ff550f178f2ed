/** Invites a person by mail. Whether the address has an account elsewhere is not told: that is another tenant's business. */
import type { Member, MemberInput } from '@insa/contracts'
import type { Transaction } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { z } from 'zod'
import { recordAudit } from '../audit/audit.ts'
import type { DB } from '../database/schema.generated.ts'
import { conflict } from '../http/errors.ts'
import type { KeepAnswer } from '../http/idempotency.ts'
import { type Actor, actorLabel } from './actor.ts'
import type { IdentityParts } from './identity-parts.ts'
import { invitationMail } from './mails.ts'
import { lockOrganization, presentMember } from './members.store.ts'
import { permissionsOf, refuseBeyond } from './permissions.ts'
import { hashSecret, newToken } from './secrets.ts'

const VALID_MS = 7 * 24 * 60 * 60 * 1000

/**
 * An open invitation of the same address is replaced: its link stops working.
 * @throws AppError 403 for a role beyond the actor's own rights, 409 when the person is a member already.
 */
export async function inviteMember(
  parts: IdentityParts,
  actor: Actor,
  input: z.infer<typeof MemberInput>,
  correlationId: string,
  keep: KeepAnswer<Member>,
): Promise<Member> {
  refuseBeyond(actor, permissionsOf(input.role))
  const { organizationId } = actor
  const invitation = { email: input.email.toLowerCase(), role: input.role, token: newToken() }
  return parts.database.identity(async (tx) => {
    const { name: organizationName } = await lockOrganization(tx.db, organizationId)
    await refuseMember(tx.db, organizationId, invitation.email)
    await withdrawOpen(tx.db, organizationId, invitation.email)
    const inserted = await insertInvitation(tx.db, actor, invitation)
    const member = presentMember({ ...inserted, user_id: null, name: '' })
    await tx.asTenant(organizationId, async (tenant) => {
      await recordAudit(tenant, {
        actor: actorLabel(actor),
        action: 'member.invited',
        subject: { type: 'invitation', id: inserted.id },
        correlationId,
        details: { email: inserted.email, role: inserted.role },
      })
      await parts.sendMail(
        tenant,
        invitationMail(parts.publicUrl(), {
          to: inserted.email,
          role: input.role,
          token: invitation.token,
          organizationName,
          inviter: actor.name,
        }),
      )
      await keep(tenant, member)
    })
    return member
  })
}

async function refuseMember(
  db: Transaction<DB>,
  organizationId: string,
  email: string,
): Promise<void> {
  const member = await db
    .selectFrom('members as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select('m.id')
    .where('m.organization_id', '=', organizationId)
    .where('u.email', '=', email)
    .executeTakeFirst()
  if (member) throw conflict('member.exists', `${email} is a member already.`)
}

async function withdrawOpen(
  db: Transaction<DB>,
  organizationId: string,
  email: string,
): Promise<void> {
  await db
    .updateTable('invitations')
    .set({ status: 'cancelled' })
    .where('organization_id', '=', organizationId)
    .where('email', '=', email)
    .where('status', '=', 'pending')
    .execute()
}

function insertInvitation(
  db: Transaction<DB>,
  actor: Actor,
  { email, role, token }: { email: string; role: string; token: string },
) {
  return db
    .insertInto('invitations')
    .values({
      id: uuidv7(),
      organization_id: actor.organizationId,
      email,
      role,
      token_hash: hashSecret(token),
      inviter_id: actor.kind === 'user' ? actor.id : null,
      expires_at: new Date(Date.now() + VALID_MS),
    })
    .returning(['id', 'email', 'role', 'created_at'])
    .executeTakeFirstOrThrow()
}
