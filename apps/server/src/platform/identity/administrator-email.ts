/** Whom to tell when nobody else is named: the organization's first administrator. */
import type { Database } from '../database/database.ts'

export async function findAdministratorEmail(
  database: Database,
  organizationId: string,
): Promise<string | null> {
  const row = await database.identity(({ db }) =>
    db
      .selectFrom('members')
      .innerJoin('users', 'users.id', 'members.user_id')
      .select('users.email')
      .where('members.organization_id', '=', organizationId)
      .where('members.role', '=', 'administrator')
      .orderBy('members.id')
      .limit(1)
      .executeTakeFirst(),
  )
  return row?.email ?? null
}
