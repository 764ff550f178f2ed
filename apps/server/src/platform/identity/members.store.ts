/** Who belongs to an organization, and who is invited. */
import { Member, Role } from '@insa/contracts'
import { sql, type Transaction } from 'kysely'
import type { DB } from '../database/schema.generated.ts'

export interface MemberRow {
  id: string
  /** null: invited only. */
  user_id: string | null
  name: string
  email: string
  role: string
  created_at: Date
}

const members = (db: Transaction<DB>, organizationId: string) =>
  db
    .selectFrom('members as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select([
      'm.id as id',
      sql<string | null>`m.user_id`.as('user_id'),
      'u.name as name',
      'u.email as email',
    ])
    .select(['m.role as role', 'm.created_at as created_at'])
    .where('m.organization_id', '=', organizationId)

const invited = (db: Transaction<DB>, organizationId: string) =>
  db
    .selectFrom('invitations as i')
    .select([
      'i.id as id',
      sql<string | null>`null::uuid`.as('user_id'),
      sql<string>`''`.as('name'),
    ])
    .select(['i.email as email', 'i.role as role', 'i.created_at as created_at'])
    .where('i.organization_id', '=', organizationId)
    .where('i.status', '=', 'pending')
    .where('i.expires_at', '>', sql<Date>`now()`)

/** Members and open invitations, in the order they came. */
export function listMembers(
  db: Transaction<DB>,
  organizationId: string,
  page: { limit: number; after: string | null },
): Promise<MemberRow[]> {
  const all = members(db, organizationId).unionAll(invited(db, organizationId)).as('all')
  const query = db.selectFrom(all).selectAll().orderBy('id').limit(page.limit)
  return (page.after === null ? query : query.where('id', '>', page.after)).execute()
}

/** A member or an open invitation of this organization. */
export function findMember(
  db: Transaction<DB>,
  organizationId: string,
  id: string,
): Promise<MemberRow | undefined> {
  const all = members(db, organizationId).unionAll(invited(db, organizationId)).as('all')
  return db.selectFrom(all).selectAll().where('id', '=', id).executeTakeFirst()
}

/** Makes changes of one organization's members wait for each other, so that two cannot remove the last two administrators. */
export async function lockOrganization(
  db: Transaction<DB>,
  organizationId: string,
): Promise<{ name: string }> {
  return db
    .selectFrom('organizations')
    .select('name')
    .where('id', '=', organizationId)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

/** Whether this organization would be left without anybody who can let people in. Under lockOrganization. */
export async function isLastAdministrator(
  db: Transaction<DB>,
  organizationId: string,
  member: MemberRow,
): Promise<boolean> {
  if (member.user_id === null || member.role !== Role.enum.administrator) return false
  const other = await db
    .selectFrom('members')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('role', '=', Role.enum.administrator)
    .where('id', '<>', member.id)
    .limit(1)
    .executeTakeFirst()
  return other === undefined
}

export const presentMember = (row: MemberRow): Member =>
  Member.parse({
    ...row,
    status: row.user_id === null ? 'invited' : 'active',
    created_at: row.created_at.toISOString(),
  })
