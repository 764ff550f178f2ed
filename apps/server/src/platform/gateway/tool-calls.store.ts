/** The SQL about `tool_calls`, as they are made; as people look after them: settled-calls.store.ts. */
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { CallKey } from '../approvals/approvals.store.ts'
import type { TenantTx } from '../database/database.ts'
import { jsonb } from '../database/json.ts'
import type { EarlierCall } from './model-calls.ts'

export interface KeptCall {
  status: 'running' | 'succeeded' | 'failed' | 'unknown'
  output: unknown
  error: string | null
}

export interface BegunCall extends CallKey {
  tool: string
  caller: 'model' | 'code'
  args: unknown
  requestedArgs: unknown
  approvalId: string | null
}

/** One that a person says did not happen is as good as not begun. */
export async function findCall(tx: TenantTx, key: CallKey): Promise<KeptCall | undefined> {
  const row = await tx.db
    .selectFrom('tool_calls')
    .select(['status', 'output', 'error'])
    .where('execution_id', '=', key.executionId)
    .where('seq', '=', key.seq)
    .where('requested_hash', '=', key.requestedHash)
    .where('nth', '=', key.nth)
    .where('status', '<>', 'undone')
    .executeTakeFirst()
  // The table's CHECK says so.
  return row as KeptCall | undefined
}

/**
 * Says, before the effect, that it is about to happen.
 * @returns `taken` when it was begun before; `over` when the run or its approval does not hold any more.
 */
export async function beginCall(
  tx: TenantTx,
  call: BegunCall,
  again: boolean,
): Promise<'begun' | 'taken' | 'over'> {
  const { rows } = await sql<{ holds: boolean }>`select
    exists (select from agent_executions where id = ${call.executionId} and status = 'running' and not cancel_requested for update)
    and (${call.approvalId}::uuid is null
      or exists (select from approvals where id = ${call.approvalId}::uuid and status = 'approved' for update)) as holds`.execute(
    tx.db,
  )
  if (!rows[0]?.holds) return 'over'
  const values = { ...toRow(call), status: 'running', error: null, finished_at: null }
  const row = await tx.db
    .insertInto('tool_calls')
    .values({ id: uuidv7(), ...values })
    .onConflict((c) => {
      const anew = c.columns(['execution_id', 'seq', 'requested_hash', 'nth']).doUpdateSet(values)
      return again ? anew : anew.where('tool_calls.status', '=', 'undone')
    })
    .returning('seq')
    .executeTakeFirst()
  return row ? 'begun' : 'taken'
}

const toRow = (call: BegunCall) => ({
  execution_id: call.executionId,
  seq: call.seq,
  requested_hash: call.requestedHash,
  nth: call.nth,
  tool: call.tool,
  caller: call.caller,
  arguments: jsonb<unknown>(call.args),
  requested_arguments: jsonb<unknown>(call.requestedArgs),
  approval_id: call.approvalId,
})

const ofKey = (key: CallKey) => ({
  execution_id: key.executionId,
  seq: key.seq,
  requested_hash: key.requestedHash,
  nth: key.nth,
})

/** What came of it. One that another process gave up for unknown, or a person for undone, is known after all. */
export async function endCall(tx: TenantTx, key: CallKey, end: KeptCall): Promise<void> {
  const { execution_id, seq, requested_hash, nth } = ofKey(key)
  await tx.db
    .updateTable('tool_calls')
    .set({
      status: end.status,
      output: jsonb<unknown>(end.output ?? null),
      error: end.error,
      finished_at: sql<Date>`now()`,
    })
    .where('execution_id', '=', execution_id)
    .where('seq', '=', seq)
    .where('requested_hash', '=', requested_hash)
    .where('nth', '=', nth)
    .where('status', 'in', ['running', 'unknown', 'undone'])
    .execute()
}

/** The run is over and its worker dead: whether what it had begun happened, nobody knows; people find it among the unknown ones. */
export async function giveUpCallsOf(tx: TenantTx, executionId: string): Promise<void> {
  await tx.db
    .updateTable('tool_calls')
    .set({
      status: 'unknown',
      error:
        'The program was interrupted and the run is over. It may have happened or not, and is not done again. Please look.',
      finished_at: sql<Date>`now()`,
    })
    .where('execution_id', '=', executionId)
    .where('status', '=', 'running')
    .execute()
}

/** It did not begin after all. */
export async function unbeginCall(tx: TenantTx, key: CallKey): Promise<void> {
  const { execution_id, seq, requested_hash, nth } = ofKey(key)
  await tx.db
    .deleteFrom('tool_calls')
    .where('execution_id', '=', execution_id)
    .where('seq', '=', seq)
    .where('requested_hash', '=', requested_hash)
    .where('nth', '=', nth)
    .where('status', '=', 'running')
    .execute()
}

/** Begun and ended at once: what a model read, so that a step that goes on after a wait need not read it again. */
export async function keepCall(tx: TenantTx, call: BegunCall, end: KeptCall): Promise<void> {
  await tx.db
    .insertInto('tool_calls')
    .values({
      id: uuidv7(),
      ...toRow(call),
      status: end.status,
      output: jsonb<unknown>(end.output ?? null),
      error: end.error,
      finished_at: sql<Date>`now()`,
    })
    .onConflict((c) => c.doNothing())
    .execute()
}

/** What models called in the steps of this execution, and what they heard, by the step's place. */
export async function readModelCalls(
  tx: TenantTx,
  executionId: string,
): Promise<Map<number, EarlierCall[]>> {
  const rows = await tx.db
    .selectFrom('tool_calls')
    .select(['seq', 'tool', 'requested_arguments', 'status', 'output', 'error'])
    .where('execution_id', '=', executionId)
    .where('caller', '=', 'model')
    .where('status', 'in', ['succeeded', 'failed', 'unknown'])
    .orderBy('started_at')
    .execute()
  const calls = rows.map((r) => ({
    seq: r.seq,
    name: r.tool,
    arguments: r.requested_arguments as Record<string, unknown>,
    answer: { content: r.error ?? r.output, isError: r.status !== 'succeeded' },
  }))
  return Map.groupBy(calls, (c) => c.seq)
}
