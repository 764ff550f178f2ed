/** The only SQL about `approvals`. */
import type {
  ApprovalChange,
  ApprovalListQuery,
  ApprovalReason,
  ApproverRole,
} from '@insa/contracts'
import { type Selectable, sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { SystemTx, TenantTx } from '../database/database.ts'
import { jsonb } from '../database/json.ts'
import type { Approvals } from '../database/schema.generated.ts'
import type { DecidedCall } from '../gateway/model-calls.ts'
import type { Tool } from '../gateway/tool.ts'
import type { EffectSubject } from './effect-hash.ts'

export type ApprovalRow = Selectable<Approvals>

/** A row with what became of the call. */
export type ApprovalWithOutcome = ApprovalRow & {
  outcome: string | null
  error: string | null
  call_id: string | null
}

/** The call that asks: a step's place, what it asks for, and which of the equal ones it is. */
export interface CallKey {
  executionId: string
  seq: number
  requestedHash: string
  nth: number
}

export interface NewApproval extends CallKey {
  agentType: string
  leadId: string | null
  tool: Pick<Tool, 'name' | 'effect'>
  caller: 'model' | 'code'
  subject: EffectSubject
  args: Readonly<Record<string, unknown>>
  changes: ApprovalChange[]
  reasons: ApprovalReason[]
  approver: ApproverRole
  escalateAfterMs: number
  expireAfterMs: number
}

const fromNow = (ms: number) => sql<Date>`now() + make_interval(secs => ${ms / 1000})`

/** Asks, on the account of whoever the execution runs for. @returns the row. */
export async function insertApproval(tx: TenantTx, a: NewApproval): Promise<ApprovalRow> {
  // Code asks once a step; what it asked for before, it does not want any more.
  if (a.caller === 'code') await voidUnused(tx, a.executionId, a.seq)
  const execution = await tx.db
    .selectFrom('agent_executions')
    .select(['initiators', 'triggered_by'])
    .where('id', '=', a.executionId)
    .executeTakeFirstOrThrow()
  return tx.db
    .insertInto('approvals')
    .values({
      id: uuidv7(),
      execution_id: a.executionId,
      seq: a.seq,
      nth: a.nth,
      agent_type: a.agentType,
      lead_id: a.leadId,
      tool: a.tool.name,
      effect: a.tool.effect,
      caller: a.caller,
      subject: jsonb<unknown>(a.subject),
      requested_arguments: jsonb<unknown>(a.args),
      requested_hash: a.requestedHash,
      arguments: jsonb<unknown>(a.args),
      effect_hash: a.requestedHash,
      changes: jsonb<unknown>(a.changes),
      reasons: jsonb<unknown>(a.reasons),
      approver: a.approver,
      initiators: execution.initiators,
      requested_by: execution.triggered_by,
      escalate_at: fromNow(a.escalateAfterMs),
      expires_at: fromNow(a.expireAfterMs),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** The question that this call has asked; void ones are as good as never asked. */
export const findApprovalOf = (tx: TenantTx, key: CallKey): Promise<ApprovalRow | undefined> =>
  tx.db
    .selectFrom('approvals')
    .selectAll()
    .where('execution_id', '=', key.executionId)
    .where('seq', '=', key.seq)
    .where('requested_hash', '=', key.requestedHash)
    .where('nth', '=', key.nth)
    .where('status', '<>', 'void')
    .executeTakeFirst()

const withOutcome = (tx: TenantTx) =>
  tx.db
    .selectFrom('approvals as a')
    .leftJoin('tool_calls as c', 'c.approval_id', 'a.id')
    .selectAll('a')
    // What is undone is as good as not done.
    .select(sql<string | null>`nullif(c.status, 'undone')`.as('outcome'))
    .select(['c.error', 'c.id as call_id'])

export const findApproval = (tx: TenantTx, id: string): Promise<ApprovalWithOutcome | undefined> =>
  withOutcome(tx).where('a.id', '=', id).executeTakeFirst()

/** Newest first; one row more than asked, so that the caller sees whether a page follows. @param before an id. */
export function listApprovals(
  tx: TenantTx,
  query: Pick<ApprovalListQuery, 'status' | 'outcome' | 'execution_id' | 'limit'>,
  before: string | null,
): Promise<ApprovalWithOutcome[]> {
  let q = withOutcome(tx)
  if (query.status) q = q.where('a.status', '=', query.status)
  if (query.execution_id) q = q.where('a.execution_id', '=', query.execution_id)
  const notDone = sql<boolean>`coalesce(c.status, 'undone') = 'undone'`
  if (query.outcome === 'none') q = q.where(notDone)
  else if (query.outcome) q = q.where('c.status', '=', query.outcome)
  if (before) q = q.where('a.id', '<', before)
  return q
    .orderBy('a.id', 'desc')
    .limit(query.limit + 1)
    .execute()
}

export interface Decision {
  status: 'approved' | 'rejected' | 'expired'
  by: string
  person: string | null
  reason: string | null
  /** What a person made of the arguments. */
  edited?: { args: Record<string, unknown>; hash: string; changes: ApprovalChange[] }
}

/** Decides what is still undecided: of several who try, one does. @returns the row, or undefined when it was too late. */
export function decideApproval(
  tx: TenantTx,
  id: string,
  { status, by, person, reason, edited }: Decision,
): Promise<ApprovalRow | undefined> {
  let q = tx.db
    .updateTable('approvals')
    .set({
      status,
      decided_by: by,
      decided_by_person: person,
      decided_at: sql<Date>`now()`,
      reason,
      ...(edited
        ? {
            arguments: jsonb<unknown>(edited.args),
            effect_hash: edited.hash,
            changes: jsonb<unknown>(edited.changes),
          }
        : {}),
    })
    .where('id', '=', id)
    .where('status', '=', 'pending')
  q = q.where('expires_at', status === 'expired' ? '<=' : '>', sql<Date>`now()`)
  return q.returningAll().executeTakeFirst()
}

/** An approval whose effect is not what it was bound to. */
export async function voidApproval(tx: TenantTx, id: string): Promise<void> {
  await tx.db.updateTable('approvals').set({ status: 'void' }).where('id', '=', id).execute()
}

/** Approved calls of a step that were never made: the step has gone another way. */
export async function voidUnused(tx: TenantTx, executionId: string, seq: number): Promise<void> {
  await tx.db
    .updateTable('approvals')
    .set({ status: 'void' })
    .where('execution_id', '=', executionId)
    .where('seq', '=', seq)
    .where('status', '=', 'approved')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('tool_calls')
            .select('tool_calls.seq')
            .whereRef('tool_calls.approval_id', '=', 'approvals.id')
            .where('tool_calls.status', '<>', 'undone'),
        ),
      ),
    )
    .execute()
}

/** Questions of models that were decided and not acted upon yet, by the step that asked. */
export async function readDecidedCalls(
  tx: TenantTx,
  executionId: string,
): Promise<Map<number, DecidedCall[]>> {
  const rows = await tx.db
    .selectFrom('approvals as a')
    .leftJoin('tool_calls as c', 'c.approval_id', 'a.id')
    .select(['a.seq', 'a.tool', 'a.requested_arguments', 'a.nth'])
    .where('a.execution_id', '=', executionId)
    .where('a.caller', '=', 'model')
    .where('a.status', 'in', ['approved', 'rejected', 'expired'])
    .where(sql<boolean>`coalesce(c.status, 'undone') = 'undone'`)
    .orderBy('a.id')
    .execute()
  const calls = rows.map((r) => ({
    seq: r.seq,
    name: r.tool,
    arguments: r.requested_arguments as Record<string, unknown>,
    nth: r.nth,
  }))
  return Map.groupBy(calls, (c) => c.seq)
}

/** The run is over: nobody needs to decide any more. @returns the ids. */
export async function withdrawApprovals(tx: TenantTx, executionId: string): Promise<string[]> {
  const rows = await tx.db
    .updateTable('approvals')
    .set({ status: 'withdrawn' })
    .where('execution_id', '=', executionId)
    .where('status', '=', 'pending')
    .returning('id')
    .execute()
  return rows.map((r) => r.id)
}

/** Of every tenant. */
export async function countPendingApprovals(tx: SystemTx): Promise<number> {
  const { count } = await tx.db
    .selectFrom('approvals')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('status', '=', 'pending')
    .executeTakeFirstOrThrow()
  return count
}

export interface DueApproval {
  id: string
  organizationId: string
  /** By the database's clock. */
  hasExpired: boolean
}

/** Pending ones of any tenant that should be escalated or have expired. */
export async function findDueApprovals(tx: SystemTx, most: number): Promise<DueApproval[]> {
  const rows = await tx.db
    .selectFrom('approvals')
    .select(['id', 'organization_id', sql<boolean>`expires_at <= now()`.as('has_expired')])
    .where('status', '=', 'pending')
    .where((eb) =>
      eb.or([
        eb('expires_at', '<=', sql<Date>`now()`),
        eb.and([eb('escalate_at', '<=', sql<Date>`now()`), eb('escalated_at', 'is', null)]),
      ]),
    )
    .orderBy('expires_at')
    .limit(most)
    .execute()
  return rows.map((r) => ({
    id: r.id,
    organizationId: r.organization_id,
    hasExpired: r.has_expired,
  }))
}

/** @returns whether it had not been escalated yet. */
export async function markEscalated(tx: TenantTx, id: string): Promise<boolean> {
  const row = await tx.db
    .updateTable('approvals')
    .set({ escalated_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('status', '=', 'pending')
    .where('escalated_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
