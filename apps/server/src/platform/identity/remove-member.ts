/** Ends a membership, or withdraws an invitation. */
import { Role } from '@insa/contracts'
import { recordAudit } from '../audit/audit.ts'
import type { Database, IdentityTx } from '../database/database.ts'
import { notFound } from '../http/errors.ts'
import { type Actor, actorLabel } from './actor.ts'
import { lastAdministrator } from './change-member-role.ts'
import {
  findMember,
  isLastAdministrator,
  lockOrganization,
  type MemberRow,
} from './members.store.ts'
import { permissionsOf, refuseBeyond } from './permissions.ts'

/**
 * Holds at once: every request reads the membership, and who belongs nowhere any more loses the sessions too. Keys that
 * the person made stay: they are the organization's.
 * @throws AppError 403 for somebody with more rights than the actor, 404, 409 for the last administrator.
 */
export async function removeMember(
  database: Database,
  actor: Actor,
  memberId: string,
  correlationId: string,
): Promise<void> {
  const { organizationId } = actor
  await database.identity(async (tx) => {
    await lockOrganization(tx.db, organizationId)
    const member = await findMember(tx.db, organizationId, memberId)
    if (!member) throw notFound('member', memberId)
    refuseBeyond(actor, permissionsOf(Role.parse(member.role)))
    if (await isLastAdministrator(tx.db, organizationId, member)) throw lastAdministrator()
    await remove(tx, member)
    await tx.asTenant(organizationId, (tenant) =>
      recordAudit(tenant, {
        actor: actorLabel(actor),
        action: member.user_id === null ? 'invitation.withdrawn' : 'member.removed',
        subject: { type: member.user_id === null ? 'invitation' : 'member', id: memberId },
        correlationId,
        details: { email: member.email, role: member.role },
      }),
    )
  })
}

async function remove({ db }: IdentityTx, { id, user_id }: MemberRow): Promise<void> {
  if (user_id === null) {
    await db.updateTable('invitations').set({ status: 'cancelled' }).where('id', '=', id).execute()
    return
  }
  await db.deleteFrom('members').where('id', '=', id).execute()
  await db
    .deleteFrom('sessions')
    .where('user_id', '=', user_id)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(selectFrom('members').select('members.id').where('members.user_id', '=', user_id)),
      ),
    )
    .execute()
}
