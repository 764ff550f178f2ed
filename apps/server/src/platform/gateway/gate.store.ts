/** What stands between a call and its tool, read anew for every call: a switch that is thrown now holds from now on. */
import { sql } from 'kysely'
import { APPROVAL_RULES } from '../approvals/approval-rules.ts'
import type { TenantTx } from '../database/database.ts'
import { ALL_AGENTS } from '../runtime/agent-switch.ts'
import type { CallContext } from './call-context.ts'
import type { PinnedHash } from './pins.store.ts'
import { TOOL_POLICY } from './tool-policy.ts'

export interface Gate {
  /** Somebody has switched this agent off, or all of them. */
  paused: boolean
  /** The tenant's tool policy and approval rules as they stand in their rows; null where none were set. */
  policy: unknown
  rules: unknown
  pin: PinnedHash | null
  /** Whether this step has asked a person before. */
  asked: boolean
  /** How many calls that a model of this run asked for were turned down, or never decided. */
  turned_down: number
}

/** In one statement: the door is passed at every call. @param server the one whose pin is wanted. */
export async function readGate(
  tx: TenantTx,
  { agentType, executionId, seq }: CallContext,
  server: string,
): Promise<Gate> {
  const { rows } = await sql<Gate>`select
    exists (select from agent_switches where agent_type in (${agentType}, ${sql.lit(ALL_AGENTS)}) and not enabled) as paused,
    (select value from settings where name = ${sql.lit(TOOL_POLICY.name)}) as policy,
    (select value from settings where name = ${sql.lit(APPROVAL_RULES.name)}) as rules,
    (select jsonb_build_object('hash', hash, 'reviewed', reviewed) from mcp_pins where server = ${server}) as pin,
    exists (select from approvals where execution_id = ${executionId} and seq = ${seq}) as asked,
    (select count(*)::int from approvals where execution_id = ${executionId} and caller = 'model' and status in ('rejected', 'expired')) as turned_down`.execute(
    tx.db,
  )
  const [gate] = rows
  if (!gate) throw new Error('The gate could not be read.')
  return gate
}
