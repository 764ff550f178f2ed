/** What a change of an opportunity leaves behind: history, audit entry, events. */
import { type EventPayload, OpportunityStatus } from '@insa/contracts'
import type { TenantTx } from '../../platform/database/database.ts'
import { actorLabel } from '../../platform/identity/actor.ts'
import { noteDeed } from '../../platform/records/note-deed.ts'
import type { Call, Deed, RecordDeps } from '../../platform/records/record-kind.ts'
import { insertStageChange } from './opportunities.store.ts'
import type { OpportunityRow } from './opportunity.ts'

type Subject = Pick<OpportunityRow, 'id' | 'lead_id' | 'customer_id'>

const about = ({ id, lead_id, customer_id }: Subject) => ({
  opportunity_id: id,
  lead_id,
  customer_id,
})

export const opportunityDeed = (
  what: 'created' | 'updated' | 'deleted',
  row: Subject,
  details?: Record<string, unknown>,
): Deed => ({
  action: `opportunity.${what}`,
  subject: { type: 'opportunity', id: row.id },
  ...(details ? { details } : {}),
  events: [{ type: `opportunity.${what}`, ...about(row) } satisfies EventPayload],
})

/**
 * Writes down that it stands elsewhere now, where it does.
 * @param from as it was; null: it begins here.
 */
export async function noteStage(
  deps: RecordDeps,
  tx: TenantTx,
  call: Call,
  from: OpportunityRow | null,
  to: OpportunityRow,
): Promise<void> {
  if (from && from.sales_stage === to.sales_stage && from.status === to.status) return
  await insertStageChange(tx, {
    opportunityId: to.id,
    from,
    to,
    by: actorLabel(call.actor),
    at: to.updated_at,
  })
  if (!from) return
  const places = {
    from_stage: from.sales_stage,
    to_stage: to.sales_stage,
    from_status: OpportunityStatus.parse(from.status),
    to_status: OpportunityStatus.parse(to.status),
  }
  await noteDeed(deps, tx, call, {
    action: 'opportunity.stage_changed',
    subject: { type: 'opportunity', id: to.id },
    details: places,
    events: [{ type: 'opportunity.stage_changed', ...about(to), ...places }],
  })
}
