/** Audit entries about a person's own account: it belongs to no tenant, so each of their organizations gets one. */
import { recordAudit } from '../audit/audit.ts'
import type { IdentityParts } from './identity-parts.ts'

/** Written behind the answer; a failure is reported, and the sign-in stands. */
export function recordForUser(
  parts: IdentityParts,
  user: { id: string; email: string },
  action: string,
  correlationId: string,
): void {
  parts.inBackground(`the audit entry ${action}`, () =>
    parts.database.identity(async (tx) => {
      const memberships = await tx.db
        .selectFrom('members')
        .select('organization_id')
        .where('user_id', '=', user.id)
        .execute()
      for (const { organization_id } of memberships) {
        await tx.asTenant(organization_id, (tenant) =>
          recordAudit(tenant, {
            actor: `user:${user.email}`,
            action,
            subject: { type: 'user', id: user.id },
            correlationId,
          }),
        )
      }
    }),
  )
}
