/** The only SQL about `agent_executions` and `execution_steps`. */
import { type ExecutionListQuery, type ExecutionRecord, FINAL_STATUSES } from '@insa/contracts'
import { type RawBuilder, sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { TenantTx } from '../database/database.ts'
import { jsonb } from '../database/json.ts'
import type { Cursor } from '../http/cursor.ts'
import type { RunCost } from './agent.ts'
import { type Claim, ClaimLost, holdsClaim } from './claims.store.ts'
import { CANCELLED_ERROR, type ExecutionRow, type StepRow } from './execution.ts'
import { EXECUTION_COLUMNS } from './execution-columns.ts'
import type { Replay } from './replay.ts'

export interface NewExecution {
  id?: string
  agentType: string
  input: Record<string, unknown>
  engine: string
  correlationId: string
  /** As `actorLabel` writes it. */
  triggeredBy: string
  leadId?: string | null
  /** Greater runs first. */
  priority?: number
  /** On whose account it runs: people, or keys of nobody. */
  initiators?: readonly string[]
  /** The run that feeds it (lineage.ts), and what brought words from outside into that one. */
  fedBy?: string
  taintedBy?: string | null
  /** Where it is a replay. */
  replay?: Replay
  /** The event that it begins on (start-on-events.ts). */
  startedByEvent?: string
  /** Of what asked for it. */
  traceparent?: string | null
  /** The batch whose item it is. */
  batchId?: string
}

/** What an agent outside has done: a row that has ended, which no worker takes. */
export const insertRecorded = (
  tx: TenantTx,
  record: ExecutionRecord,
  by: { correlationId: string; triggeredBy: string; initiators: readonly string[] },
): Promise<ExecutionRow> =>
  tx.db
    .insertInto('agent_executions')
    .values({
      ...toRow({
        agentType: record.agent_type,
        input: record.input_data,
        engine: record.engine,
        leadId: record.lead_id,
        ...by,
      }),
      customer_id: record.customer_id,
      status: record.status,
      output_data: record.output_data ? jsonb<unknown>(record.output_data) : null,
      error: record.error ? jsonb<unknown>(record.error) : null,
      model: record.model,
      tokens_used: jsonb<unknown>(record.tokens_used),
      cost_usd: record.cost_usd,
      attempts: 1,
      started_at: new Date(record.started_at),
      finished_at: new Date(record.finished_at),
    })
    .returningAll()
    .executeTakeFirstOrThrow()

export async function insertExecution(tx: TenantTx, e: NewExecution): Promise<ExecutionRow> {
  return tx.db
    .insertInto('agent_executions')
    .values(toRow(e))
    .returning(EXECUTION_COLUMNS)
    .executeTakeFirstOrThrow()
}

/** @returns undefined where the event has started this agent already. */
export const insertExecutionOnce = (
  tx: TenantTx,
  e: NewExecution & { startedByEvent: string },
): Promise<ExecutionRow | undefined> =>
  tx.db
    .insertInto('agent_executions')
    .values(toRow(e))
    .onConflict((c) =>
      c
        .columns(['started_by_event', 'agent_type'])
        .where('started_by_event', 'is not', null)
        .doNothing(),
    )
    .returningAll()
    .executeTakeFirst()

/** Rows of one INSERT: PostgreSQL takes 65,535 parameters in a statement. */
const ROWS_PER_INSERT = 1_000

export async function insertExecutions(tx: TenantTx, executions: NewExecution[]): Promise<void> {
  for (let from = 0; from < executions.length; from += ROWS_PER_INSERT) {
    const rows = executions.slice(from, from + ROWS_PER_INSERT).map(toRow)
    await tx.db.insertInto('agent_executions').values(rows).execute()
  }
}

const toRow = (e: NewExecution) => ({
  id: e.id ?? uuidv7(),
  agent_type: e.agentType,
  input_data: jsonb<unknown>(e.input),
  engine: e.engine,
  correlation_id: e.correlationId,
  triggered_by: e.triggeredBy,
  lead_id: e.leadId ?? null,
  bound_lead_id: e.leadId ?? null,
  queue_priority: e.priority ?? 0,
  initiators: [...(e.initiators ?? [])],
  fed_by: e.fedBy ?? null,
  tainted_by: e.taintedBy ?? null,
  replay: e.replay ? jsonb<unknown>(e.replay) : null,
  batch_id: e.batchId ?? null,
  started_by_event: e.startedByEvent ?? null,
  traceparent: e.traceparent ?? null,
})

export const findExecution = (tx: TenantTx, id: string): Promise<ExecutionRow | undefined> =>
  tx.db
    .selectFrom('agent_executions')
    .select(EXECUTION_COLUMNS)
    .where('id', '=', id)
    .executeTakeFirst()

/**
 * Whether this trigger has opened no execution yet. Of several who ask at once one is told so; the others wait for the end
 * of its transaction. @param triggeredBy as `actorLabel` writes it.
 */
export async function isFirstOf(tx: TenantTx, triggeredBy: string): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtext(${triggeredBy}))`.execute(tx.db)
  const earlier = await tx.db
    .selectFrom('agent_executions')
    .select('id')
    .where('triggered_by', '=', triggeredBy)
    .limit(1)
    .executeTakeFirst()
  return earlier === undefined
}

/** @param mark what may be done with the statement: `last`, where the caller sends no other. */
export const listSteps = (
  tx: TenantTx,
  executionId: string,
  mark: RawBuilder<unknown> = sql``,
): Promise<StepRow[]> =>
  tx.db
    .selectFrom('execution_steps')
    .modifyFront(mark)
    .select(['seq', 'kind', 'name', 'status', 'started_at', 'finished_at', 'summary'])
    .where('execution_id', '=', executionId)
    .orderBy('seq')
    .execute()

/** One row more than asked, so that the caller sees whether a page follows. */
export async function listExecutions(
  tx: TenantTx,
  query: ExecutionListQuery,
  after: Cursor | null,
): Promise<ExecutionRow[]> {
  const down = query.sort === '-created_at'
  let q = tx.db.selectFrom('agent_executions').select(EXECUTION_COLUMNS)
  if (query.agent_type) q = q.where('agent_type', '=', query.agent_type)
  if (query.status) q = q.where('status', '=', query.status)
  if (query.lead_id) q = q.where('lead_id', '=', query.lead_id)
  if (query.customer_id) q = q.where('customer_id', '=', query.customer_id)
  if (query.replay_of) q = q.where(sql<string>`replay->>'of'`, '=', query.replay_of)
  if (query.q) {
    const text = `%${query.q.replace(/[\\%_]/g, '\\$&')}%`
    q = q.where((e) =>
      e.or([
        e('correlation_id', 'ilike', text),
        e('triggered_by', 'ilike', text),
        e('agent_type', 'ilike', text),
        e(sql<string>`id::text`, 'like', text.toLowerCase()),
      ]),
    )
  }
  // UUIDv7 ids grow with time: they order like created_at, and without ties.
  if (after) q = q.where('id', down ? '<' : '>', after[1])
  return q
    .orderBy('id', down ? 'desc' : 'asc')
    .limit(query.limit + 1)
    .execute()
}

export interface StepRecord {
  seq: number
  kind: string
  name: string
  status: string
  startedAt: Date
  finishedAt: Date | null
  summary: string
  output?: unknown
}

/**
 * Whoever would take the execution over meanwhile waits for the end of the transaction.
 * @throws ClaimLost when another worker has taken it over.
 */
export async function writeSteps(
  tx: TenantTx,
  claim: Claim,
  steps: readonly StepRecord[],
): Promise<void> {
  if (steps.length === 0) return
  const values = steps.map(
    (
      step,
    ) => sql`(${step.seq}::int, ${step.kind}::text, ${step.name}::text, ${step.status}::text, ${step.startedAt}::timestamptz,
      ${step.finishedAt}::timestamptz, ${step.summary}::text, ${step.output === undefined ? null : jsonb(step.output)}::jsonb)`,
  )
  const { rows } = await sql`
    insert into execution_steps (execution_id, seq, kind, name, status, started_at, finished_at, summary, output)
    select e.id, s.* from (select id from agent_executions where ${holdsClaim(claim)} for share) e, (values ${sql.join(values)}) s
    on conflict (execution_id, seq) do update set kind = excluded.kind, name = excluded.name, status = excluded.status,
      started_at = excluded.started_at, finished_at = excluded.finished_at, summary = excluded.summary, output = excluded.output
    returning seq`.execute(tx.db)
  if (rows.length === 0) throw new ClaimLost()
}

/** The finished steps of earlier attempts, by their place. */
export type FinishedSteps = ReadonlyMap<number, { name: string; output: unknown }>

export async function readJournal(
  tx: TenantTx,
  executionId: string,
): Promise<{ finished: FinishedSteps; wasHereBefore: boolean }> {
  const rows = await tx.db
    .selectFrom('execution_steps')
    .select(['seq', 'name', 'output', 'status'])
    .where('execution_id', '=', executionId)
    .execute()
  const finished = rows.filter((r) => r.status === 'succeeded')
  return {
    finished: new Map(finished.map((r) => [r.seq, { name: r.name, output: r.output }])),
    wasHereBefore: rows.length > 0,
  }
}

export async function writeProgress(
  tx: TenantTx,
  executionId: string,
  progress: unknown,
): Promise<void> {
  await tx.db
    .updateTable('agent_executions')
    .set({ progress: jsonb(progress) })
    .where('id', '=', executionId)
    .execute()
}

export interface ExecutionEnd {
  status: 'succeeded' | 'failed' | 'cancelled'
  output?: Record<string, unknown>
  error?: unknown
  cost?: RunCost | null
}

const BOOKED_COST = sql<
  string | null
>`(select sum(c.cost_usd) from model_calls c where c.execution_id = agent_executions.id)`
const BOOKED_TOKENS = sql`(select jsonb_build_object('input', sum(c.input_tokens), 'output', sum(c.output_tokens),
  'cache_read', sum(c.cache_read_tokens), 'cache_write', sum(c.cache_write_tokens))
  from model_calls c where c.execution_id = agent_executions.id having count(*) > 0)`

/** Ends an execution unless it has ended already, or another worker has taken it over. @returns whether it did. */
export async function endExecution(
  tx: TenantTx,
  claim: Claim,
  end: ExecutionEnd,
): Promise<boolean> {
  const row = await tx.db
    .updateTable('agent_executions')
    .set({
      status: end.status,
      output_data: end.output === undefined ? null : jsonb(end.output),
      error: end.error === undefined ? null : jsonb(end.error),
      claimed_by: null,
      lease_until: null,
      finished_at: sql<Date>`now()`,
      ...(end.cost ? { engine: end.cost.engine, model: end.cost.model } : {}),
      // What the ledger has booked, in every attempt; what the engine says only where nothing was booked.
      tokens_used: sql`coalesce(${BOOKED_TOKENS}, ${end.cost ? jsonb(end.cost.tokens) : sql.ref('tokens_used')})`,
      cost_usd: sql<string>`coalesce(${BOOKED_COST}, ${end.cost ? sql`${end.cost.costUsd}::numeric` : sql.ref('cost_usd')})`,
    })
    .where(holdsClaim(claim))
    .where('status', 'not in', [...FINAL_STATUSES])
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** A queued execution is cancelled at once; a running one is asked to stop. @returns its status, or undefined when there is none. */
export async function cancelExecution(tx: TenantTx, id: string): Promise<string | undefined> {
  const row = await tx.db
    .updateTable('agent_executions')
    .set({
      status: sql<string>`case when status in ('queued', 'waiting_approval') then 'cancelled' else status end`,
      error: sql`case when status in ('queued', 'waiting_approval') then ${jsonb(CANCELLED_ERROR)} else error end`,
      finished_at: sql<Date | null>`case when status in ('queued', 'waiting_approval') then now() else finished_at end`,
      cancel_requested: true,
    })
    .where('id', '=', id)
    .where('status', 'not in', [...FINAL_STATUSES])
    .returning('status')
    .executeTakeFirst()
  return row?.status
}
