/** Another organization, with whoever makes it as its administrator. */
import type { Organization, OrganizationInput } from '@insa/contracts'
import { v7 as uuidv7 } from 'uuid'
import type { z } from 'zod'
import { recordAudit } from '../audit/audit.ts'
import type { Database } from '../database/database.ts'
import { conflict, forbidden } from '../http/errors.ts'
import type { KeepAnswer } from '../http/idempotency.ts'
import { type Actor, actorLabel } from './actor.ts'
import { presentOrganization } from './organizations.store.ts'
import { freeSlug } from './slug.ts'

/** @throws AppError 403 for a key, which is bound to its one organization; 409 for a slug that is taken. */
export async function createOrganization(
  database: Database,
  actor: Actor,
  input: z.infer<typeof OrganizationInput>,
  correlationId: string,
  keep: KeepAnswer<Organization>,
): Promise<Organization> {
  if (actor.kind !== 'user')
    throw forbidden('An API key belongs to one organization and cannot make another.')
  return database.identity(async (tx) => {
    const slug = input.slug ?? (await freeSlug(tx.db, input.name))
    const inserted = await tx.db
      .insertInto('organizations')
      .values({ id: uuidv7(), name: input.name, slug })
      .onConflict((c) => c.column('slug').doNothing())
      .returning(['id', 'name', 'slug', 'created_at'])
      .executeTakeFirst()
    if (!inserted)
      throw conflict(
        'organization.slug_taken',
        `There already is an organization with the slug ${slug}.`,
      )
    await tx.db
      .insertInto('members')
      .values({
        id: uuidv7(),
        organization_id: inserted.id,
        user_id: actor.id,
        role: 'administrator',
      })
      .execute()
    await tx.asTenant(inserted.id, (tenant) =>
      recordAudit(tenant, {
        actor: actorLabel(actor),
        action: 'organization.created',
        subject: { type: 'organization', id: inserted.id },
        correlationId,
        details: { name: inserted.name },
      }),
    )
    const organization = presentOrganization({ ...inserted, role: 'administrator' })
    // The answer belongs to where the request came from.
    await tx.asTenant(actor.organizationId, (tenant) => keep(tenant, organization))
    return organization
  })
}
