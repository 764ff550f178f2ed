/** Whom to write to: an organization's members with their roles. */
import { Role } from '@insa/contracts'
import type { Database } from '../database/database.ts'

export interface MemberAddress {
  userId: string
  email: string
  role: Role
}

export type FindMembers = (organizationId: string) => Promise<MemberAddress[]>

export const findMembers =
  (database: Database): FindMembers =>
  async (organizationId) => {
    const rows = await database.identity(({ db }) =>
      db
        .selectFrom('members')
        .innerJoin('users', 'users.id', 'members.user_id')
        .select(['users.id', 'users.email', 'members.role'])
        .where('members.organization_id', '=', organizationId)
        .orderBy('members.id')
        .execute(),
    )
    return rows.map((r) => ({ userId: r.id, email: r.email, role: Role.parse(r.role) }))
  }
