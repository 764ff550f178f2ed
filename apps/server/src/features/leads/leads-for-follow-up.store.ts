/** SQL about `leads` for whoever follows up on a score: enums and an address, and no stranger's words. */
import type { TenantTx } from '../../platform/database/database.ts'

/** @returns undefined where the lead is gone. */
export const findFollowUpFacts = (tx: TenantTx, leadId: string) =>
  tx.db
    .selectFrom('leads')
    // The person's action where there is one, else the machine's.
    .select(['effective_action', 'lead_owner', 'customer_id'])
    .where('id', '=', leadId)
    .executeTakeFirst()
