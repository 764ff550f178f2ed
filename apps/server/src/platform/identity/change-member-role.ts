/** Another role for a member, or for a person who is still invited. */
import { type Member, Role } from '@insa/contracts'
import { recordAudit } from '../audit/audit.ts'
import type { Database } from '../database/database.ts'
import { conflict, notFound } from '../http/errors.ts'
import { type Actor, actorLabel } from './actor.ts'
import {
  findMember,
  isLastAdministrator,
  lockOrganization,
  presentMember,
} from './members.store.ts'
import { permissionsOf, refuseBeyond } from './permissions.ts'

interface Change {
  actor: Actor
  memberId: string
  role: Role
  correlationId: string
}

/** @throws AppError 403 for rights beyond the actor's own, 404, 409 for the last administrator. */
export async function changeMemberRole(
  database: Database,
  { actor, memberId, role, correlationId }: Change,
): Promise<Member> {
  refuseBeyond(actor, permissionsOf(role))
  const { organizationId } = actor
  return database.identity(async (tx) => {
    await lockOrganization(tx.db, organizationId)
    const member = await findMember(tx.db, organizationId, memberId)
    if (!member) throw notFound('member', memberId)
    refuseBeyond(actor, permissionsOf(Role.parse(member.role)))
    if (member.role === role) return presentMember(member)
    if (await isLastAdministrator(tx.db, organizationId, member)) throw lastAdministrator()
    const table = member.user_id === null ? 'invitations' : 'members'
    await tx.db.updateTable(table).set({ role }).where('id', '=', memberId).execute()
    await tx.asTenant(organizationId, (tenant) =>
      recordAudit(tenant, {
        actor: actorLabel(actor),
        action: 'member.role_changed',
        subject: { type: 'member', id: memberId },
        correlationId,
        details: { email: member.email, from: member.role, to: role },
      }),
    )
    return presentMember({ ...member, role })
  })
}

export const lastAdministrator = () =>
  conflict(
    'member.last_administrator',
    'An organization needs an administrator: make somebody else one first.',
  )
