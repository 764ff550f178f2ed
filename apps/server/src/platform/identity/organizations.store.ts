/** Organizations as their members see them. */
import { Organization } from '@insa/contracts'
import type { Selectable } from 'kysely'
import type { Database } from '../database/database.ts'
import type { Organizations } from '../database/schema.generated.ts'
import type { Actor } from './actor.ts'

type Row = Pick<Selectable<Organizations>, 'id' | 'name' | 'slug' | 'created_at'> & { role: string }

export const presentOrganization = ({ id, name, slug, created_at, role }: Row): Organization =>
  Organization.parse({ id, name, slug, role, created_at: created_at.toISOString() })

/**
 * The organizations that an actor belongs to, oldest membership first: a person's, or the one of a key.
 * @param page cuts the list, after the row of that cursor; without it all of them.
 */
export async function organizationsOf(
  database: Database,
  actor: Actor,
  page?: { limit: number; after: string | null },
): Promise<{ row: Row; cursorId: string }[]> {
  if (actor.kind !== 'user') return [await organizationOfKey(database, actor)]
  const rows = await database.identity(({ db }) => {
    let query = db
      .selectFrom('members as m')
      .innerJoin('organizations as o', 'o.id', 'm.organization_id')
      .select(['o.id', 'o.name', 'o.slug', 'o.created_at', 'm.role', 'm.id as member_id'])
      .where('m.user_id', '=', actor.id)
      .orderBy('m.id')
    if (page) query = query.limit(page.limit)
    if (page?.after) query = query.where('m.id', '>', page.after)
    return query.execute()
  })
  return rows.map((row) => ({ row, cursorId: row.member_id }))
}

async function organizationOfKey(database: Database, actor: Actor) {
  const row = await database.identity(({ db }) =>
    db
      .selectFrom('organizations')
      .select(['id', 'name', 'slug', 'created_at'])
      .where('id', '=', actor.organizationId)
      .executeTakeFirstOrThrow(),
  )
  return { row: { ...row, role: actor.role }, cursorId: row.id }
}
