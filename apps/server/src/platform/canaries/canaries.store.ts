/** The only SQL about `canaries` and `canary_alarms`. */
import {
  CanaryAlarm,
  type CanaryAlarmQuery,
  type CanaryOutcome,
  CanaryRecordType,
} from '@insa/contracts'
import { type Selectable, sql } from 'kysely'
import { validate as isUuid } from 'uuid'
import type { TenantTx } from '../database/database.ts'
import { jsonb } from '../database/json.ts'
import type { CanaryAlarms } from '../database/schema.generated.ts'
import { cancelExecution } from '../runtime/executions.store.ts'
import type { Mark } from './find-marks.ts'

export interface MarkRow extends Mark {
  note: string | null
}

interface JoinedRow {
  id: string
  record_type: string
  record_id: string
  note: string | null
  marked_by: string
  marked_at: Date
  title: string | null
  keys: string[]
  addresses: string[]
  names: string[]
}

/** All of the organization, newest first, as their records are now. */
export async function listMarks(tx: TenantTx): Promise<MarkRow[]> {
  const { rows } = await sql<JoinedRow>`
    select c.id, c.record_type, c.record_id, c.note, c.marked_by, c.marked_at,
      coalesce(l.company_name, l.lead_name, l.email_id, cu.customer_name, co.full_name, o.title) as title,
      array_remove(array[l.erpnext_name, cu.erpnext_name, co.erpnext_name, o.erpnext_name], null) as keys,
      array_remove(array[l.email_id, cu.email_id, co.email_id], null) as addresses,
      array_remove(array[l.company_name, l.lead_name, cu.customer_name, co.full_name, o.title], null) as names
    from canaries c
    left join leads l on c.record_type = 'lead' and l.id = c.record_id
    left join customers cu on c.record_type = 'customer' and cu.id = c.record_id
    left join contacts co on c.record_type = 'contact' and co.id = c.record_id
    left join opportunities o on c.record_type = 'opportunity' and o.id = c.record_id
    order by c.id desc`.execute(tx.db)
  return rows.map((row) => ({
    canaryId: row.id,
    recordType: CanaryRecordType.parse(row.record_type),
    recordId: row.record_id,
    title: row.title,
    keys: row.keys,
    addresses: row.addresses,
    names: row.names,
    note: row.note,
    markedBy: row.marked_by,
    markedAt: row.marked_at,
  }))
}

const TABLES = {
  lead: 'leads',
  customer: 'customers',
  contact: 'contacts',
  opportunity: 'opportunities',
} as const

/** @param key our id or the ERPNext name. @returns our id. */
export async function findRecordId(
  tx: TenantTx,
  type: CanaryRecordType,
  key: string,
): Promise<string | undefined> {
  const column = isUuid(key) ? 'id' : 'erpnext_name'
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(TABLES[type])} where ${sql.ref(column)} = ${key}`.execute(tx.db)
  return rows[0]?.id
}

/** @returns false when the record is a canary already. */
export async function insertCanary(
  tx: TenantTx,
  canary: {
    id: string
    recordType: CanaryRecordType
    recordId: string
    note: string | null
    markedBy: string
  },
): Promise<boolean> {
  const row = await tx.db
    .insertInto('canaries')
    .values({
      id: canary.id,
      record_type: canary.recordType,
      record_id: canary.recordId,
      note: canary.note,
      marked_by: canary.markedBy,
    })
    .onConflict((c) => c.columns(['organization_id', 'record_id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function deleteCanary(tx: TenantTx, id: string): Promise<boolean> {
  const row = await tx.db
    .deleteFrom('canaries')
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function isCanary(tx: TenantTx, recordId: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('canaries')
    .select('id')
    .where('record_id', '=', recordId)
    .executeTakeFirst()
  return row !== undefined
}

/** What waits to qualify the lead by itself ends. */
export async function cancelAutomaticRuns(tx: TenantTx, leadId: string): Promise<void> {
  const waiting = await tx.db
    .selectFrom('agent_executions')
    .select('id')
    .where('lead_id', '=', leadId)
    .where('status', '=', 'queued')
    .where('triggered_by', '=', 'system:auto_qualify')
    .execute()
  for (const { id } of waiting) await cancelExecution(tx, id)
}

export type AlarmRow = Selectable<CanaryAlarms>
export type AlarmRecord = CanaryAlarm['records'][number]

/** Alarms of one organization are written one after the other: two readings at once are one alarm. */
export async function lockAlarms(tx: TenantTx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`canary ${tx.organizationId}`}, 0))`.execute(
    tx.db,
  )
}

interface SameReading {
  reader: string
  executionId: string | null
  level: CanaryAlarm['level']
  /** Seconds since its last reading. */
  withinS: number
}

/** The alarm that goes on with this reading; one that somebody has acknowledged is over. */
export const findGoingOn = (tx: TenantTx, same: SameReading): Promise<AlarmRow | undefined> =>
  tx.db
    .selectFrom('canary_alarms')
    .selectAll()
    .where('reader', '=', same.reader)
    .where('level', '=', same.level)
    .where('execution_id', 'is not distinct from', same.executionId)
    .where('acknowledged_at', 'is', null)
    .where('last_at', '>', sql<Date>`now() - make_interval(secs => ${same.withinS})`)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

export interface NewAlarm {
  id: string
  level: CanaryAlarm['level']
  reader: string
  readerKind: CanaryAlarm['reader_kind']
  via: string
  outcome: CanaryOutcome
  executionId: string | null
  correlationId: string
  records: readonly AlarmRecord[]
  mailed: boolean
}

export async function insertAlarm(tx: TenantTx, alarm: NewAlarm): Promise<void> {
  await tx.db
    .insertInto('canary_alarms')
    .values({
      id: alarm.id,
      level: alarm.level,
      reader: alarm.reader,
      reader_kind: alarm.readerKind,
      via: alarm.via,
      outcome: alarm.outcome,
      execution_id: alarm.executionId,
      correlation_id: alarm.correlationId,
      records: jsonb(alarm.records),
      mailed: alarm.mailed,
    })
    .execute()
}

export async function countReading(
  tx: TenantTx,
  id: string,
  { records, outcome, via }: Pick<NewAlarm, 'records' | 'outcome' | 'via'>,
): Promise<void> {
  await tx.db
    .updateTable('canary_alarms')
    .set({
      reads: sql<number>`reads + 1`,
      last_at: sql<Date>`now()`,
      records: jsonb(records),
      outcome,
      via,
    })
    .where('id', '=', id)
    .execute()
}

/** How many alarms were mailed within the last seconds. */
export async function countMailed(tx: TenantTx, withinS: number): Promise<number> {
  const row = await tx.db
    .selectFrom('canary_alarms')
    .select((e) => e.fn.countAll().as('count'))
    .where('mailed', '=', true)
    .where('first_at', '>', sql<Date>`now() - make_interval(secs => ${withinS})`)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Newest first; one more than asked. */
export function listAlarms(
  tx: TenantTx,
  query: CanaryAlarmQuery,
  afterId: string | null,
): Promise<AlarmRow[]> {
  let q = tx.db.selectFrom('canary_alarms').selectAll()
  if (query.open) q = q.where('level', '=', 'alarm').where('acknowledged_at', 'is', null)
  if (query.execution_id) q = q.where('execution_id', '=', query.execution_id)
  if (query.record_id) {
    const wanted = jsonb([{ record_id: query.record_id }])
    q = q.where(sql<boolean>`records @> ${wanted}`)
  }
  if (afterId) q = q.where('id', '<', afterId)
  return q
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute()
}

/** @returns the row as it is now, whoever was first; undefined where there is none. */
export async function acknowledgeAlarm(
  tx: TenantTx,
  id: string,
  by: string,
): Promise<AlarmRow | undefined> {
  return tx.db
    .updateTable('canary_alarms')
    .set({
      acknowledged_by: sql<string>`coalesce(acknowledged_by, ${by})`,
      acknowledged_at: sql<Date>`coalesce(acknowledged_at, now())`,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

export const presentAlarm = (row: AlarmRow): CanaryAlarm =>
  CanaryAlarm.parse({
    id: row.id,
    level: row.level,
    reader: row.reader,
    reader_kind: row.reader_kind,
    via: row.via,
    outcome: row.outcome,
    execution_id: row.execution_id,
    correlation_id: row.correlation_id,
    records: row.records,
    reads: row.reads,
    first_at: row.first_at.toISOString(),
    last_at: row.last_at.toISOString(),
    acknowledged_by: row.acknowledged_by,
    acknowledged_at: row.acknowledged_at?.toISOString() ?? null,
  })
