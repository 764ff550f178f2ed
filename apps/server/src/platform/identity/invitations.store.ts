/** Open invitations, by the token of their link. */
import { Role } from '@insa/contracts'
import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { AppError } from '../http/errors.ts'
import { hashSecret } from './secrets.ts'

export interface OpenInvitation {
  id: string
  email: string
  role: Role
  organization_name: string
}

/** @throws AppError 404, the same for a token that never was, was used, withdrawn, or is too old. */
export async function findInvitation(database: Database, token: string): Promise<OpenInvitation> {
  const row = await database.identity(({ db }) =>
    db
      .selectFrom('invitations as i')
      .innerJoin('organizations as o', 'o.id', 'i.organization_id')
      .select(['i.id', 'i.email', 'i.role', 'o.name as organization_name'])
      .where('i.token_hash', '=', hashSecret(token))
      .where('i.status', '=', 'pending')
      .where('i.expires_at', '>', sql<Date>`now()`)
      .executeTakeFirst(),
  )
  if (!row) throw invitationGone()
  return { ...row, role: Role.parse(row.role) }
}

export const invitationGone = () =>
  new AppError(
    404,
    'invitation.not_found',
    'This invitation was used, withdrawn, or is too old. Ask for a new one.',
  )
