/** What stands between a call and its tool, read anew for every call: a switch that is thrown now holds from now on. */
import { sql } from 'kysely'
import { validate as isUuid } from 'uuid'
import type { TenantTx } from '../database/database.ts'
import { last } from '../database/statement-marks.ts'
import type { CallContext } from './call-context.ts'
import type { PinnedHash } from './pins.store.ts'

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

/** What agents and servers are called; a model may ask for anything. */
const NAME = /^[\w*-]{1,100}$/

/**
 * Written into the statement, after a look at each: without parameters the embedded database takes it in one message with
 * the transaction's begin.
 * @param server the one whose pin is wanted.
 */
export async function readGate(
  tx: TenantTx,
  { agentType, executionId, seq }: CallContext,
  server: string,
): Promise<Gate> {
  if (!NAME.test(agentType) || !isUuid(executionId)) throw new Error('No name of an agent or run.')
  const values = [agentType, executionId, seq, NAME.test(server) ? server : ''].map((v) =>
    sql.lit(v),
  )
  const { rows } = await sql<{
    gate: Gate
  }>`${last}select read_gate(${sql.join(values)}) as gate`.execute(tx.db)
  const gate = rows[0]?.gate
  if (!gate) throw new Error('The gate could not be read.')
  return gate
}
