/** The only SQL about `agent_switches`. */
import { sql } from 'kysely'
import type { TenantTx } from '../../platform/database/database.ts'

/** The agents this tenant has switched; one that is not in the map is on. */
export async function readSwitches(tx: TenantTx): Promise<Map<string, boolean>> {
  const rows = await tx.db.selectFrom('agent_switches').select(['agent_type', 'enabled']).execute()
  return new Map(rows.map((r) => [r.agent_type, r.enabled]))
}

export async function writeSwitch(
  tx: TenantTx,
  agentType: string,
  enabled: boolean,
  updatedBy: string,
): Promise<void> {
  const values = { enabled, updated_by: updatedBy }
  await tx.db
    .insertInto('agent_switches')
    .values({ agent_type: agentType, ...values })
    .onConflict((c) =>
      c
        .columns(['organization_id', 'agent_type'])
        .doUpdateSet({ ...values, updated_at: sql<Date>`now()` }),
    )
    .execute()
}
