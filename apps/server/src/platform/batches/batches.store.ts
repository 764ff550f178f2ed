/** The only SQL about `execution_batches`, but for the claim of its items (runtime/claims.store.ts). */
import { sql } from 'kysely'
import type { SystemTx, TenantTx } from '../database/database.ts'
import { jsonb } from '../database/json.ts'
import type { BatchRow, Hours, Stretch } from './batch.ts'

export interface NewBatch {
  id: string
  agentType: string
  engine: string
  offPeak: boolean
  /** As it is shown. */
  selection: unknown
  /** The subjects' ids, where they were chosen one by one. */
  chosen: string[] | null
  estimate: unknown
  total: number
  hours: Hours | null
  createdBy: string
  initiators: readonly string[]
  correlationId: string
}

/** @param stretch the first of its hours; null where it has none. */
export const insertBatch = (
  tx: TenantTx,
  batch: NewBatch,
  stretch: Stretch | null,
): Promise<BatchRow> =>
  tx.db
    .insertInto('execution_batches')
    .values({
      id: batch.id,
      agent_type: batch.agentType,
      engine: batch.engine,
      off_peak: batch.offPeak,
      selection: jsonb<unknown>(batch.selection),
      chosen: batch.chosen && sql<string[]>`${batch.chosen}::uuid[]`,
      estimate: jsonb<unknown>(batch.estimate),
      total: batch.total,
      time_zone: batch.hours?.time_zone ?? null,
      from_time: batch.hours?.from ?? null,
      to_time: batch.hours?.to ?? null,
      days: batch.hours && sql<number[]>`${batch.hours.days}::smallint[]`,
      ...(stretch ? { opens_at: stretch.opensAt, closes_at: stretch.closesAt } : {}),
      created_by: batch.createdBy,
      initiators: [...batch.initiators],
      correlation_id: batch.correlationId,
    })
    .returningAll()
    .executeTakeFirstOrThrow()

/** The stretches of these hours that end after a moment, in their order. @param days how many days ahead are looked at. */
export async function nextStretches(
  tx: TenantTx,
  { time_zone, from, to, days: weekdays }: Hours,
  after: Date,
  days: number,
): Promise<Stretch[]> {
  const { rows } = await sql<{ opens_at: Date; closes_at: Date }>`
    select opens_at, closes_at from batch_windows(${time_zone}, ${from}::time, ${to}::time, ${weekdays}::smallint[],
      ${after}::timestamptz, ${days}::int)`.execute(tx.db)
  return rows.map((r) => ({ opensAt: r.opens_at, closesAt: r.closes_at }))
}

/** The database's list of places may be older than ours. */
export async function knowsTimeZone(tx: TenantTx, name: string): Promise<boolean> {
  const { rows } = await sql`
    select from pg_timezone_names where lower(name) = lower(${name}) limit 1`.execute(tx.db)
  return rows.length > 0
}

export const findBatch = (tx: TenantTx, id: string): Promise<BatchRow | undefined> =>
  tx.db.selectFrom('execution_batches').selectAll().where('id', '=', id).executeTakeFirst()

/** Held until the end of the transaction: whoever else changes it waits. */
export const lockBatch = (tx: TenantTx, id: string): Promise<BatchRow | undefined> =>
  tx.db
    .selectFrom('execution_batches')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()

/** Newest first, one more than asked. @param before the id of the last one seen. */
export async function listBatches(
  tx: TenantTx,
  agentType: string,
  limit: number,
  before: string | null,
): Promise<BatchRow[]> {
  let q = tx.db.selectFrom('execution_batches').selectAll().where('agent_type', '=', agentType)
  if (before) q = q.where('id', '<', before)
  return q
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
}

export interface OpenBatch {
  id: string
  organizationId: string
  /** Some of its items are not in place yet. */
  isUnplaced: boolean
}

/** What is to be looked after, of every organization: not what waits for its hours or a person, and of which nothing runs. */
export async function listOpenBatches(tx: SystemTx): Promise<OpenBatch[]> {
  const { rows } = await sql<OpenBatch>`
    select id, organization_id as "organizationId", placed_at is null as "isUnplaced" from execution_batches
    where finished_at is null and coalesce(not (placed_at is not null and running = 0 and counted_at is not null
      and (status = 'running' and opens_at > now()
        or paused_for = 'person' and counted_at > paused_at + interval '5 s')), true)
    order by id`.execute(tx.db)
  return rows
}

export type BatchChange = Partial<
  Omit<BatchRow, 'id' | 'organization_id' | 'selection' | 'estimate' | 'chosen'>
> & { chosen?: null }

export const changeBatch = (tx: TenantTx, id: string, change: BatchChange): Promise<BatchRow> =>
  tx.db
    .updateTable('execution_batches')
    .set(change)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()

/** Unless it is over, or paused already. @returns it, if it was running. */
export const pauseForBudget = (
  tx: TenantTx,
  id: string,
  note: string,
): Promise<BatchRow | undefined> =>
  tx.db
    .updateTable('execution_batches')
    .set({ status: 'paused', paused_for: 'budget', paused_at: sql<Date>`now()`, note })
    .where('id', '=', id)
    .where('status', '=', 'running')
    .returningAll()
    .executeTakeFirst()
