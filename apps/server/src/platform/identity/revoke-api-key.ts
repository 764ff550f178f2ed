/** The end of an API key. Its row stays, to say that it was there. */
import { sql } from 'kysely'
import { recordAudit } from '../audit/audit.ts'
import type { Database } from '../database/database.ts'
import { notFound } from '../http/errors.ts'
import { type Actor, actorLabel } from './actor.ts'

/** A second time changes nothing. @throws AppError 404. */
export async function revokeApiKey(
  database: Database,
  actor: Actor,
  id: string,
  correlationId: string,
): Promise<void> {
  await database.identity(async (tx) => {
    const key = await tx.db
      .selectFrom('api_keys')
      .select(['name', 'revoked_at'])
      .where('id', '=', id)
      .where('organization_id', '=', actor.organizationId)
      .forUpdate()
      .executeTakeFirst()
    if (!key) throw notFound('api_key', id)
    if (key.revoked_at) return
    await tx.db
      .updateTable('api_keys')
      .set({ revoked_at: sql<Date>`now()` })
      .where('id', '=', id)
      .execute()
    await tx.asTenant(actor.organizationId, (tenant) =>
      recordAudit(tenant, {
        actor: actorLabel(actor),
        action: 'api_key.revoked',
        subject: { type: 'api_key', id },
        correlationId,
        details: { name: key.name },
      }),
    )
  })
}
