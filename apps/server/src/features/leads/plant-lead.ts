/** A lead that is bait from the start: it stands there like any other, and does not qualify itself. */
import type { LeadInput } from '@insa/contracts'
import { v7 as uuidv7 } from 'uuid'
import { recordAudit } from '../../platform/audit/audit.ts'
import type { TenantTx } from '../../platform/database/database.ts'
import { actorLabel } from '../../platform/identity/actor.ts'
import type { Call, RecordDeps } from '../../platform/records/record-kind.ts'
import { insertLead } from './leads.store.ts'

/** In the caller's transaction, which marks it. @returns its id. */
export async function plantLead(
  { publish }: Pick<RecordDeps, 'publish'>,
  tx: TenantTx,
  { actor, correlationId }: Call,
  input: LeadInput,
): Promise<string> {
  const { id } = await insertLead(tx, uuidv7(), input, new Date())
  await recordAudit(tx, {
    actor: actorLabel(actor),
    action: 'lead.created',
    subject: { type: 'lead', id },
    correlationId,
  })
  await publish(tx, { type: 'lead.created', lead_id: id })
  return id
}
