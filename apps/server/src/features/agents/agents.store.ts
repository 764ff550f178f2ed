/** The only SQL about `agent_switches`, beside what the platform reads of it. */
import type { AgentPatch } from '@insa/contracts'
import { type Selectable, sql } from 'kysely'
import type { TenantTx } from '../../platform/database/database.ts'
import type { AgentSwitches } from '../../platform/database/schema.generated.ts'

export type AgentSwitch = Pick<
  Selectable<AgentSwitches>,
  'enabled' | 'max_running' | 'max_starts_per_minute'
>

/** As nearly every agent is while nobody has touched it. */
export const UNTOUCHED: AgentSwitch = {
  enabled: true,
  max_running: null,
  max_starts_per_minute: null,
}

const COLUMNS = ['enabled', 'max_running', 'max_starts_per_minute'] as const

/** The agents that this tenant has switched or limited. */
export async function readSwitches(tx: TenantTx): Promise<Map<string, AgentSwitch>> {
  const rows = await tx.db
    .selectFrom('agent_switches')
    .select(['agent_type', ...COLUMNS])
    .execute()
  return new Map(rows.map(({ agent_type, ...rest }) => [agent_type, rest]))
}

/** What the patch leaves out stays. @param atFirst while nobody has touched it. @returns how it stands now. */
export async function writeSwitch(
  tx: TenantTx,
  agentType: string,
  patch: AgentPatch,
  updatedBy: string,
  atFirst: AgentSwitch,
): Promise<AgentSwitch> {
  const changes = { ...patch, updated_by: updatedBy }
  return tx.db
    .insertInto('agent_switches')
    .values({
      agent_type: agentType,
      enabled: patch.enabled ?? atFirst.enabled,
      max_running: patch.max_running ?? null,
      max_starts_per_minute: patch.max_starts_per_minute ?? null,
      updated_by: updatedBy,
    })
    .onConflict((c) =>
      c
        .columns(['organization_id', 'agent_type'])
        .doUpdateSet({ ...changes, updated_at: sql<Date>`now()` }),
    )
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()
}
