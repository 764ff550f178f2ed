/** Who may decide: a right, a role, and never the person on whose account the run runs. */
import type { Role } from '@insa/contracts'
import { AppError, forbidden } from '../http/errors.ts'
import type { Actor } from '../identity/actor.ts'
import { permissionsOf } from '../identity/permissions.ts'
import type { ApprovalRow } from './approvals.store.ts'

/** @param approver the least role that may. */
export const mayDecideRole = (role: Role, approver: string): boolean =>
  permissionsOf(role).has('approvals:decide') &&
  (approver === 'manager' || role === 'administrator')

type Asked = Pick<ApprovalRow, 'initiators' | 'approver'>

/** @returns why not, or null. People are compared, not keys: a key acts for the person who made it. */
export function refuseDecision(actor: Actor, { initiators, approver }: Asked): AppError | null {
  if (!actor.permissions.has('approvals:decide')) {
    return forbidden('This needs the right approvals:decide.')
  }
  if (actor.personId === null) {
    return new AppError(
      403,
      'approval.no_person',
      'This key belongs to no person we know. Decide with an account, or with a key that a person has made.',
    )
  }
  if (initiators.includes(actor.personId)) {
    return new AppError(
      403,
      'approval.own',
      'You began this run yourself. Somebody else has to decide.',
    )
  }
  if (!mayDecideRole(actor.role, approver)) {
    return new AppError(403, 'approval.role', `This is for the role ${approver} to decide.`)
  }
  return null
}
