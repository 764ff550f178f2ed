/** Whom a session lets in, and as what: read for every request of a person, in one statement. */
import { sql } from 'kysely'
import type { SystemTx } from '../database/database.ts'

export interface SignedIn {
  user: { id: string; name: string; email: string }
  /** Of the organization that was asked for, else of their first; null where they belong to none such. */
  membership: { organizationId: string; role: string } | null
}

/** @returns null for a session that has ended: by its time, a sign-out, another password. */
export async function findSignedIn(
  { db }: SystemTx,
  token: string,
  organizationId: string | null,
): Promise<SignedIn | null> {
  const row = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .leftJoin('members', (join) => {
      const theirs = join.onRef('members.user_id', '=', 'users.id')
      return organizationId === null
        ? theirs
        : theirs.on('members.organization_id', '=', organizationId)
    })
    .select(['users.id', 'users.name', 'users.email', 'members.organization_id', 'members.role'])
    .where('sessions.token', '=', token)
    .where('sessions.expires_at', '>', sql<Date>`now()`)
    .orderBy('members.id')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  const { organization_id, role, ...user } = row
  const isMember = organization_id !== null && role !== null
  return { user, membership: isMember ? { organizationId: organization_id, role } : null }
}
