/** What the platform reads of `agent_switches` outside a claim and the gateway. */
import type { TenantTx } from '../database/database.ts'
import { ALL_AGENTS } from './agent-switch.ts'

export interface AgentSwitches {
  /** The one above those of the single agents. */
  areAllOff: boolean
  isOn(type: string, isOffAtFirst: boolean): boolean
}

/** Which agents this tenant has switched on or off; those of no entry are as they are at first. */
export async function readAgentSwitches(tx: TenantTx): Promise<AgentSwitches> {
  const rows = await tx.db.selectFrom('agent_switches').select(['agent_type', 'enabled']).execute()
  const switches = new Map(rows.map((row) => [row.agent_type, row.enabled]))
  const areAllOff = switches.get(ALL_AGENTS) === false
  return {
    areAllOff,
    isOn: (type, isOffAtFirst) => !areAllOff && (switches.get(type) ?? !isOffAtFirst),
  }
}
