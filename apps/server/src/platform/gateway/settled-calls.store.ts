/** The SQL about `tool_calls` as people look after them. */
import type { ToolCallListQuery } from '@insa/contracts'
import { sql } from 'kysely'
import type { TenantTx } from '../database/database.ts'
import { jsonb } from '../database/json.ts'

const withRun = (tx: TenantTx) =>
  tx.db
    .selectFrom('tool_calls as c')
    .innerJoin('agent_executions as e', 'e.id', 'c.execution_id')
    .leftJoin('approvals as a', 'a.id', 'c.approval_id')
    .selectAll('c')
    .select([
      'e.agent_type',
      'e.bound_lead_id as lead_id',
      'e.correlation_id',
      'e.status as execution_status',
      'e.error as execution_error',
      'a.approver',
      'a.initiators',
    ])
    .select((eb) =>
      eb
        .selectFrom('execution_steps as s')
        .select(sql<number>`coalesce(max(s.seq), 0)`.as('seq'))
        .whereRef('s.execution_id', '=', 'c.execution_id')
        .as('last_seq'),
    )

/** A call with what is to be known of its run. */
export type CallInRun = Awaited<ReturnType<ReturnType<typeof withRun>['executeTakeFirstOrThrow']>>

export const findCallInRun = (tx: TenantTx, id: string): Promise<CallInRun | undefined> =>
  withRun(tx).where('c.id', '=', id).executeTakeFirst()

/** Newest first; one row more than asked, so that the caller sees whether a page follows. @param before an id. */
export function listCallsInRuns(
  tx: TenantTx,
  query: Pick<ToolCallListQuery, 'status' | 'execution_id' | 'limit'>,
  before: string | null,
): Promise<CallInRun[]> {
  let q = withRun(tx)
  if (query.status) q = q.where('c.status', '=', query.status)
  if (query.execution_id) q = q.where('c.execution_id', '=', query.execution_id)
  if (before) q = q.where('c.id', '<', before)
  return q
    .orderBy('c.id', 'desc')
    .limit(query.limit + 1)
    .execute()
}

export interface Settlement {
  verdict: 'happened' | 'did_not_happen'
  by: string
  reason: string
  /** What the call is from now on; `undone`: it may be done, once. */
  status: 'succeeded' | 'failed' | 'undone'
  output: unknown
  error: string | null
}

/** Of several who settle one, and of an answer that came late, one counts. @returns whether it did. */
export async function settleUnknown(tx: TenantTx, id: string, s: Settlement): Promise<boolean> {
  const row = await tx.db
    .updateTable('tool_calls')
    .set({
      status: s.status,
      output: jsonb<unknown>(s.output ?? null),
      error: s.error,
      finished_at: sql<Date>`now()`,
      settled_verdict: s.verdict,
      settled_by: s.by,
      settled_at: sql<Date>`now()`,
      settled_reason: s.reason,
    })
    .where('id', '=', id)
    .where('status', '=', 'unknown')
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
