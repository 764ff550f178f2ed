/** What a person or key may know of itself. */
import type { Me } from '@insa/contracts'
import type { Database } from '../database/database.ts'
import { unauthenticated } from '../http/errors.ts'
import type { Actor } from './actor.ts'
import { organizationsOf, presentOrganization } from './organizations.store.ts'

/** @throws AppError 401 when the membership ended between the guard and here. */
export async function readMe(database: Database, actor: Actor): Promise<Me> {
  const organizations = (await organizationsOf(database, actor)).map(({ row }) =>
    presentOrganization(row),
  )
  const organization = organizations.find(({ id }) => id === actor.organizationId)
  if (!organization) throw unauthenticated()
  return {
    kind: actor.kind === 'user' ? 'user' : 'api_key',
    id: actor.id,
    name: actor.name,
    email: actor.email,
    organization,
    organizations,
    permissions: [...actor.permissions],
  }
}
