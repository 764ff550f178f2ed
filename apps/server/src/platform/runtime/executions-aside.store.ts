/** Executions that stand aside: taken off their worker, waiting, going on. Beside executions.store.ts, the only SQL about them. */
import type { ExecutionStatus } from '@insa/contracts'
import { sql } from 'kysely'
import type { TenantTx } from '../database/database.ts'
import { jsonb } from '../database/json.ts'
import { type Claim, holdsClaim } from './claims.store.ts'
import { CANCELLED_ERROR, type ExecutionRow } from './execution.ts'

/**
 * Takes a running execution off its worker without an end: it waits for a person, or for its agent to be switched on again.
 * The attempt does not count. One that somebody wants cancelled ends here.
 * @returns its status now; undefined when it was not running any more.
 */
export async function setExecutionAside(
  tx: TenantTx,
  claim: Claim,
  status: 'queued' | 'waiting_approval',
): Promise<ExecutionStatus | undefined> {
  const row = await tx.db
    .updateTable('agent_executions')
    .set({
      status: sql<string>`case when cancel_requested then 'cancelled' else ${status} end`,
      error: sql`case when cancel_requested then ${jsonb(CANCELLED_ERROR)} else error end`,
      finished_at: sql<Date | null>`case when cancel_requested then now() end`,
      claimed_by: null,
      lease_until: null,
      attempts: sql<number>`greatest(attempts - 1, 0)`,
    })
    .where(holdsClaim(claim))
    .where('status', '=', 'running')
    .returning('status')
    .executeTakeFirst()
  return row?.status as ExecutionStatus | undefined
}

/** The row, held until the end of the transaction: whoever else changes it waits. */
export const lockExecution = (tx: TenantTx, id: string): Promise<ExecutionRow | undefined> =>
  tx.db
    .selectFrom('agent_executions')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()

/** A person has decided what it waited for: the next free worker goes on with it. @returns its row, if it still waited. */
export function resumeExecution(tx: TenantTx, id: string): Promise<ExecutionRow | undefined> {
  return tx.db
    .updateTable('agent_executions')
    .set({ status: 'queued', due_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('status', '=', 'waiting_approval')
    .returningAll()
    .executeTakeFirst()
}

/** Words from outside have come into the run. */
export async function markTainted(tx: TenantTx, id: string, source: string): Promise<void> {
  await tx.db
    .updateTable('agent_executions')
    .set({ tainted_by: source })
    .where('id', '=', id)
    .where('tainted_by', 'is', null)
    .execute()
}

/**
 * The fate of the call that it failed for is known now: the next free worker takes its last step anew, whatever has become of the
 * batch that it was an item of. @returns its row.
 */
export function reopenExecution(tx: TenantTx, id: string): Promise<ExecutionRow | undefined> {
  return tx.db
    .updateTable('agent_executions')
    .set({
      status: 'queued',
      due_at: sql<Date>`now()`,
      error: null,
      finished_at: null,
      batch_id: null,
      attempts: sql<number>`greatest(attempts - 1, 0)`,
    })
    .where('id', '=', id)
    .where('status', '=', 'failed')
    .where('cancel_requested', '=', false)
    .returningAll()
    .executeTakeFirst()
}
