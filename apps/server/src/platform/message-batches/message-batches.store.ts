/** The only SQL about `message_batches` and `message_batch_requests`. */
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { keepCallOpen } from '../budget/model-calls.store.ts'
import type { SystemTx, TenantTx } from '../database/database.ts'
import { jsonb } from '../database/json.ts'
import type { BatchParams, BatchResult } from '../engines/anthropic-batch.ts'

export interface BatchRequest {
  id: string
  executionId: string
  tries: number
  permit: string
  params: BatchParams
}

/** Longest wait for an answer: the API ends a batch after 24 hours, and we may look late. Then the execution looks for itself. */
const LATEST_HOURS = 27

export async function findRequest(tx: TenantTx, executionId: string) {
  const row = await tx.db
    .selectFrom('message_batch_requests')
    .select(['status', 'tries', 'result'])
    .where('execution_id', '=', executionId)
    .executeTakeFirst()
  return row && { tries: row.tries, result: row.result as BatchResult | null }
}

/** Puts a question in line and its execution to rest; what was held back for it stays so. For the transaction of the suspension. */
export async function putRequest(tx: TenantTx, r: Omit<BatchRequest, 'id'>): Promise<void> {
  const values = {
    id: uuidv7(),
    status: 'waiting',
    tries: r.tries,
    params: jsonb<unknown>(r.params),
    permit: r.permit,
    message_batch_id: null,
    result: null,
  }
  await tx.db
    .insertInto('message_batch_requests')
    .values({ execution_id: r.executionId, ...values })
    .onConflict((c) =>
      c.column('execution_id').doUpdateSet({ ...values, created_at: sql<Date>`now()` }),
    )
    .execute()
  await keepCallOpen(tx, r.permit, LATEST_HOURS)
  await rest(tx, r.executionId)
}

/** It waits for an answer: nobody takes it before there is one, or none can come any more. */
export async function rest(tx: TenantTx, executionId: string): Promise<void> {
  await tx.db
    .updateTable('agent_executions')
    .set({ due_at: sql<Date>`now() + make_interval(hours => ${sql.lit(LATEST_HOURS)})` })
    .where('id', '=', executionId)
    .where('status', '=', 'queued')
    .execute()
}

/** Organizations with questions in line. */
export async function findAskers(tx: SystemTx): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('message_batch_requests')
    .select('organization_id')
    .distinct()
    .where('status', '=', 'waiting')
    .execute()
  return rows.map((r) => r.organization_id)
}

/** Takes questions out of the line whose executions want no answer any more. @returns what was held back for them. */
export async function dropUnwanted(tx: TenantTx): Promise<string[]> {
  const rows = await tx.db
    .deleteFrom('message_batch_requests')
    .where('status', 'in', ['waiting', 'answered'])
    .where(
      sql<boolean>`exists (select from agent_executions e where e.id = execution_id
        and e.status in ('succeeded', 'failed', 'cancelled'))`,
    )
    .returning(['status', 'permit'])
    .execute()
  return rows.filter((r) => r.status === 'waiting').map((r) => r.permit)
}

export interface NewBatch {
  id: string
  requests: BatchRequest[]
}

/**
 * Makes a batch of what is in line, when there is enough or the first has waited long enough. It is written down as being sent
 * before it is. @returns null where it is too early.
 */
export async function takeBatch(
  tx: TenantTx,
  { most, afterS }: { most: number; afterS: number },
): Promise<NewBatch | null> {
  const rows = await tx.db
    .selectFrom('message_batch_requests')
    .select(['id', 'execution_id', 'tries', 'permit', 'params'])
    .select(sql<boolean>`created_at <= now() - make_interval(secs => ${afterS})`.as('is_due'))
    .where('status', '=', 'waiting')
    .orderBy('created_at')
    .limit(most)
    .forUpdate()
    .skipLocked()
    .execute()
  if (rows.length === 0 || (rows.length < most && !rows[0]?.is_due)) return null
  const id = uuidv7()
  await tx.db.insertInto('message_batches').values({ id, requests: rows.length }).execute()
  await tx.db
    .updateTable('message_batch_requests')
    .set({ status: 'asked', message_batch_id: id })
    .where(
      'id',
      'in',
      rows.map((r) => r.id),
    )
    .execute()
  const requests = rows.map((r) => ({
    id: r.id,
    executionId: r.execution_id,
    tries: r.tries,
    permit: r.permit,
    // Written by putRequest.
    params: r.params as unknown as BatchParams,
  }))
  return { id, requests }
}

/** The API has not taken it: its questions are in line again. */
export async function putBack(tx: TenantTx, id: string, note: string): Promise<void> {
  await tx.db
    .updateTable('message_batch_requests')
    .set({ status: 'waiting', message_batch_id: null, created_at: sql<Date>`now()` })
    .where('message_batch_id', '=', id)
    .execute()
  await closeBatch(tx, id, 'refused', note)
}

export async function markSent(
  tx: TenantTx,
  id: string,
  remoteId: string,
  note: string | null,
): Promise<void> {
  await tx.db
    .updateTable('message_batches')
    .set({ status: 'sent', remote_id: remoteId, note, sent_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('status', '=', 'sending')
    .execute()
}

export async function closeBatch(
  tx: TenantTx,
  id: string,
  status: 'ended' | 'refused' | 'lost',
  note: string | null,
): Promise<void> {
  await tx.db
    .updateTable('message_batches')
    .set({ status, ended_at: sql<Date>`now()`, ...(note === null ? {} : { note }) })
    .where('id', '=', id)
    .execute()
}

export interface OpenBatch {
  id: string
  organizationId: string
  /** null: it was being sent, and nobody knows whether it was. */
  remoteId: string | null
  requests: number
  sendingAt: Date
  /** Since then; seconds. */
  ageS: number
}

export async function listOpen(tx: SystemTx): Promise<OpenBatch[]> {
  const rows = await tx.db
    .selectFrom('message_batches')
    .select(['id', 'organization_id', 'remote_id', 'requests', 'sending_at'])
    .select(sql<number>`extract(epoch from now() - sending_at)::float8`.as('age'))
    .where('status', 'in', ['sending', 'sent'])
    .orderBy('sending_at')
    .execute()
  return rows.map((r) => ({
    id: r.id,
    organizationId: r.organization_id,
    remoteId: r.remote_id,
    requests: r.requests,
    sendingAt: r.sending_at,
    ageS: r.age,
  }))
}

/** Of some batches of the API, those that we know. */
export async function findKnown(tx: SystemTx, remoteIds: string[]): Promise<Set<string>> {
  if (remoteIds.length === 0) return new Set()
  const rows = await tx.db
    .selectFrom('message_batches')
    .select('remote_id')
    .where('remote_id', 'in', remoteIds)
    .execute()
  return new Set(rows.map((r) => r.remote_id ?? ''))
}

/** Questions of a batch that have no answer yet. */
export async function listAsked(tx: TenantTx, batchId: string) {
  const rows = await tx.db
    .selectFrom('message_batch_requests')
    .innerJoin('agent_executions', 'agent_executions.id', 'message_batch_requests.execution_id')
    .select([
      'message_batch_requests.id',
      'message_batch_requests.permit',
      'agent_executions.agent_type',
    ])
    .select(sql<string>`params->>'model'`.as('model'))
    .where('message_batch_id', '=', batchId)
    .where('message_batch_requests.status', '=', 'asked')
    .execute()
  return rows.map((r) => ({ id: r.id, permit: r.permit, model: r.model, agentType: r.agent_type }))
}
export type AskedRequest = Awaited<ReturnType<typeof listAsked>>[number]

/** The answer is there: the next free worker goes on with its execution. @returns whether it was not there before. */
export async function keepAnswer(tx: TenantTx, id: string, result: BatchResult): Promise<boolean> {
  const row = await tx.db
    .updateTable('message_batch_requests')
    .set({ status: 'answered', params: null, result: jsonb<unknown>(result) })
    .where('id', '=', id)
    .where('status', '=', 'asked')
    .returning('execution_id')
    .executeTakeFirst()
  if (!row) return false
  await tx.db
    .updateTable('agent_executions')
    .set({ due_at: sql<Date>`now()` })
    .where('id', '=', row.execution_id)
    .where('status', '=', 'queued')
    .execute()
  return true
}

/** Whether a batch of executions asks its engine off-peak. */
export async function isOffPeakBatch(tx: TenantTx, batchId: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('execution_batches')
    .select('off_peak')
    .where('id', '=', batchId)
    .executeTakeFirst()
  return row?.off_peak ?? false
}
