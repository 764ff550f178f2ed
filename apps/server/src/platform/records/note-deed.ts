/** A change's audit entry and events, in its own transaction. */
import { recordAudit } from '../audit/audit.ts'
import type { TenantTx } from '../database/database.ts'
import type { Publish } from '../events/outbox.ts'
import { actorLabel } from '../identity/actor.ts'
import type { Call, Deed } from './record-kind.ts'

export async function noteDeed(
  { publish }: { publish: Publish },
  tx: TenantTx,
  { actor, correlationId }: Call,
  { action, subject, details, events }: Deed,
): Promise<void> {
  await recordAudit(tx, {
    actor: actorLabel(actor),
    action,
    subject,
    correlationId,
    ...(details ? { details } : {}),
  })
  await publish(tx, ...events)
}
