/** The only SQL that writes `model_calls`. */
import { type Selectable, sql } from 'kysely'
import type { SystemTx, TenantTx } from '../database/database.ts'
import type { ModelCalls } from '../database/schema.generated.ts'
import type { ModelCall, Settlement } from '../engines/model-meter.ts'

/** A process that gives no sign for this long is taken for dead. Seconds. */
export const CALL_LEASE_S = 60

/** What the ledger needs to know of whom a call is made for. */
export async function readRun(
  tx: TenantTx,
  executionId: string,
): Promise<{ customerId: string | null; correlationId: string; batchId: string | null }> {
  const row = await tx.db
    .selectFrom('agent_executions')
    .select(['customer_id', 'correlation_id', 'batch_id'])
    .where('id', '=', executionId)
    .executeTakeFirst()
  return {
    customerId: row?.customer_id ?? null,
    correlationId: row?.correlation_id ?? executionId,
    batchId: row?.batch_id ?? null,
  }
}

export interface NewModelCall {
  id: string
  call: ModelCall
  customerId: string | null
  /** UTC. */
  day: string
  heldBy: string
}

export async function insertModelCall(
  tx: TenantTx,
  { id, call, customerId, day, heldBy }: NewModelCall,
): Promise<void> {
  await tx.db
    .insertInto('model_calls')
    .values({
      id,
      execution_id: call.payer.executionId,
      lead_id: call.payer.leadId,
      customer_id: customerId,
      agent_type: call.payer.agentType,
      step: call.payer.step,
      number: call.number,
      engine: call.engine,
      model: call.model,
      batch: call.batch,
      status: 'reserved',
      day: sql<string>`${day}::date`,
      worst_case_usd: call.worstCaseUsd,
      held_by: heldBy,
      lease_until: leaseEnd(),
    })
    .execute()
}

const leaseEnd = () => sql<Date>`now() + make_interval(secs => ${sql.lit(CALL_LEASE_S)})`

export type OpenCall = Pick<
  Selectable<ModelCalls>,
  | 'status'
  | 'execution_id'
  | 'lead_id'
  | 'customer_id'
  | 'agent_type'
  | 'step'
  | 'number'
  | 'engine'
  | 'model'
  | 'batch'
  | 'worst_case_usd'
> & { day: string }

/** Locks a call that is not settled: one that is reserved, or was given up as lost. */
export async function lockOpenCall(tx: TenantTx, id: string): Promise<OpenCall | undefined> {
  return tx.db
    .selectFrom('model_calls')
    .select([
      'status',
      'execution_id',
      'lead_id',
      'customer_id',
      'agent_type',
      'step',
      'number',
      'engine',
      'model',
      'batch',
      'worst_case_usd',
      sql<string>`to_char(day, 'YYYY-MM-DD')`.as('day'),
    ])
    .where('id', '=', id)
    .where('status', 'in', ['reserved', 'lost'])
    .forUpdate()
    .executeTakeFirst()
}

export async function closeCall(
  tx: TenantTx,
  id: string,
  { model, usage, costUsd, outcome, estimated, durationMs }: Settlement,
  cacheSavedUsd: string,
): Promise<void> {
  await tx.db
    .updateTable('model_calls')
    .set({
      status: outcome,
      model,
      cost_usd: costUsd,
      cache_saved_usd: cacheSavedUsd,
      input_tokens: usage.input,
      output_tokens: usage.output,
      cache_read_tokens: usage.cache_read,
      cache_write_tokens: usage.cache_write,
      estimated,
      duration_ms: durationMs,
      settled_at: sql<Date>`now()`,
    })
    .where('id', '=', id)
    .execute()
}

/** Nobody knows how it ended: it is booked as if it had cost all that it could. */
export async function loseCall(tx: TenantTx, id: string): Promise<void> {
  await tx.db
    .updateTable('model_calls')
    .set({
      status: 'lost',
      cost_usd: sql<string>`worst_case_usd`,
      estimated: true,
      settled_at: sql<Date>`now()`,
    })
    .where('id', '=', id)
    .execute()
}

/** Whoever holds calls that are answered in hours, and not by a process that lives so long. */
const HELD_LONG = 'message-batch'

/** No process answers for it any more; it is given up as lost only after so many hours. */
export async function keepCallOpen(tx: TenantTx, id: string, hours: number): Promise<void> {
  // The budgets may not stand at all: then there is no such call.
  if (id === '') return
  await tx.db
    .updateTable('model_calls')
    .set({
      held_by: HELD_LONG,
      lease_until: sql<Date>`now() + make_interval(hours => ${sql.lit(hours)})`,
    })
    .where('id', '=', id)
    .where('status', '=', 'reserved')
    .execute()
}

/** Says that this process lives. */
export async function renewCalls(tx: SystemTx, heldBy: string): Promise<void> {
  await tx.db
    .updateTable('model_calls')
    .set({ lease_until: leaseEnd() })
    .where('held_by', '=', heldBy)
    .where('status', '=', 'reserved')
    .execute()
}

/** Calls under way whose process is dead: whose lease has run out, or, where no other process can live, all but its own. */
export const findDeadCalls = (
  tx: SystemTx,
  onlyLiving: string | null,
): Promise<{ id: string; organization_id: string }[]> =>
  tx.db
    .selectFrom('model_calls')
    .select(['id', 'organization_id'])
    .where('status', '=', 'reserved')
    .where(
      onlyLiving === null
        ? sql<boolean>`lease_until < now()`
        : sql<boolean>`held_by <> ${onlyLiving} and (held_by <> ${HELD_LONG} or lease_until < now())`,
    )
    .orderBy('lease_until')
    .limit(500)
    .execute()
