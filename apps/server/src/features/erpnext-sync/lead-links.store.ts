/** The only SQL about `erpnext_leads`: which lead of ours is which of theirs, and what waits. */
import type { SyncedField, SyncProblem } from '@insa/contracts'
import { type Selectable, sql } from 'kysely'
import type { TenantTx } from '../../platform/database/database.ts'
import { jsonb } from '../../platform/database/json.ts'
import type { ErpnextLeads } from '../../platform/database/schema.generated.ts'
import type { LeadValues } from './lead-values.ts'
import type { Base } from './reconcile.ts'

export type LinkRow = Selectable<ErpnextLeads>

/** From here to the end of the transaction: what is written came from ERPNext, and is not sent back (0024_erpnext_sync.sql). */
export async function writeFromErpnext(tx: TenantTx): Promise<void> {
  await sql`select set_config('app.from_erpnext', 'on', true)`.execute(tx.db)
}

export const baseOf = (row: LinkRow): Base => row.base as Base

export function findLinks(
  tx: TenantTx,
  by: { names: readonly string[]; leadIds: readonly string[] },
): Promise<LinkRow[]> {
  return tx.db
    .selectFrom('erpnext_leads')
    .selectAll()
    .where((e) =>
      e.or([
        ...(by.names.length > 0 ? [e('erpnext_name', 'in', [...by.names])] : []),
        ...(by.leadIds.length > 0 ? [e('lead_id', 'in', [...by.leadIds])] : []),
        e.lit(false),
      ]),
    )
    .execute()
}

export async function findLinksByCreation(
  tx: TenantTx,
  times: readonly string[],
): Promise<LinkRow[]> {
  if (times.length === 0) return []
  return tx.db
    .selectFrom('erpnext_leads')
    .selectAll()
    .where('creation', 'in', [...new Set(times)])
    .execute()
}

export const findLink = (tx: TenantTx, leadId: string): Promise<LinkRow | undefined> =>
  tx.db.selectFrom('erpnext_leads').selectAll().where('lead_id', '=', leadId).executeTakeFirst()

export interface NewLink {
  lead_id: string
  erpnext_name: string
  modified: string
  creation: string | null
  base: Partial<LeadValues>
  qualify_priority: number | null
}

export async function insertLinks(tx: TenantTx, links: readonly NewLink[]): Promise<void> {
  if (links.length === 0) return
  await tx.db
    .insertInto('erpnext_leads')
    .values(links.map((l) => ({ ...l, base: jsonb<unknown>(l.base) })))
    .execute()
}

export interface LinkChange {
  erpnext_name?: string | null
  modified?: string | null
  creation?: string | null
  base?: Base
  score_sent?: string | null
  status?: 'ok' | 'failed' | 'gone'
  problem?: SyncProblem | null
  qualify_priority?: number | null
  attempts?: number
  due_at?: Date
  sent?: number
}

/** A lead that was removed here stays removed, whatever becomes of what was on its way. */
export async function changeLink(tx: TenantTx, leadId: string, change: LinkChange): Promise<void> {
  const { base, problem, ...rest } = change
  await tx.db
    .updateTable('erpnext_leads')
    .set({
      ...rest,
      ...(base === undefined ? {} : { base: jsonb<unknown>(base) }),
      ...(problem === undefined
        ? {}
        : { problem: problem === null ? null : jsonb<unknown>(problem) }),
    })
    .where('lead_id', '=', leadId)
    .$if(rest.status !== undefined, (q) => q.where('status', '<>', 'removed'))
    .execute()
}

/** From now on ERPNext may have it, whatever we hear of it. */
export async function noteMaking(tx: TenantTx, leadId: string): Promise<void> {
  await tx.db
    .updateTable('erpnext_leads')
    .set({ making_since: sql<Date>`now()` })
    .where('lead_id', '=', leadId)
    .where('making_since', 'is', null)
    .execute()
}

/** Something of ours is to be sent, though nobody has changed the lead. */
export async function askToSend(tx: TenantTx, leadId: string, at: Date): Promise<void> {
  await tx.db
    .updateTable('erpnext_leads')
    .set({
      changed_at: sql<Date>`case when changes > sent then changed_at else ${at}::timestamptz end`,
      changes: sql<number>`changes + 1`,
      due_at: at,
    })
    .where('lead_id', '=', leadId)
    .execute()
}

/** Nothing of ours is in the site that is named now; what has never been sent still waits. */
export async function forgetLinks(tx: TenantTx): Promise<void> {
  await tx.db
    .deleteFrom('erpnext_leads')
    .where((e) => e.or([e('erpnext_name', 'is not', null), e('status', 'in', ['gone', 'removed'])]))
    .execute()
  await tx.db.updateTable('erpnext_leads').set({ qualify_priority: null }).execute()
}

/** A row for a lead that has none: one from before ERPNext was connected. */
export async function ensureLink(tx: TenantTx, leadId: string): Promise<void> {
  await tx.db
    .insertInto('erpnext_leads')
    .values({ lead_id: leadId })
    .onConflict((c) => c.column('lead_id').doNothing())
    .execute()
}

export const listWaiting = (tx: TenantTx, now: Date, limit: number): Promise<LinkRow[]> =>
  tx.db
    .selectFrom('erpnext_leads')
    .selectAll()
    .where('status', '=', 'ok')
    .whereRef('changes', '>', 'sent')
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(limit)
    .execute()

/** @returns those that arrived and are to be qualified, the most urgent first. */
export const listToQualify = (tx: TenantTx, limit: number) =>
  tx.db
    .selectFrom('erpnext_leads')
    .select(['lead_id', 'qualify_priority'])
    .where('qualify_priority', 'is not', null)
    .orderBy('qualify_priority', 'desc')
    .orderBy('lead_id')
    .limit(limit)
    .execute()

export async function forgetToQualify(tx: TenantTx, leadIds: readonly string[]): Promise<void> {
  await tx.db
    .updateTable('erpnext_leads')
    .set({ qualify_priority: null })
    .where('lead_id', 'in', [...leadIds])
    .execute()
}

export interface KnownName {
  lead_id: string
  erpnext_name: string
  modified: string | null
  creation: string | null
  status: string
}

/** All that ERPNext is believed to have. */
export async function listKnownNames(tx: TenantTx): Promise<KnownName[]> {
  const rows = await tx.db
    .selectFrom('erpnext_leads')
    .select(['lead_id', 'erpnext_name', 'modified', 'creation', 'status'])
    .where('erpnext_name', 'is not', null)
    .execute()
  return rows.flatMap((r) =>
    r.erpnext_name === null ? [] : [{ ...r, erpnext_name: r.erpnext_name }],
  )
}

export async function retryFailed(tx: TenantTx, at: Date): Promise<number> {
  const rows = await tx.db
    .updateTable('erpnext_leads')
    .set({ status: 'ok', attempts: 0, due_at: at })
    .where('status', '=', 'failed')
    .returning('lead_id')
    .execute()
  return rows.length
}

/** Figures of the sync page, in one look. */
export async function countLinks(tx: TenantTx) {
  const { rows } = await sql<{
    linked: string
    gone: string
    removed: string
    waiting: string
    failed: string
    to_qualify: string
    oldest: Date | null
  }>`
    select count(*) filter (where erpnext_name is not null and status in ('ok', 'failed')) as linked,
      count(*) filter (where status = 'gone') as gone,
      count(*) filter (where status = 'removed' and erpnext_name is not null) as removed,
      count(*) filter (where changes > sent and status = 'ok') as waiting,
      count(*) filter (where status = 'failed') as failed,
      count(qualify_priority) as to_qualify,
      min(changed_at) filter (where changes > sent and status = 'ok') as oldest
    from erpnext_leads`.execute(tx.db)
  const [row] = rows
  return {
    linked: Number(row?.linked ?? 0),
    gone: Number(row?.gone ?? 0),
    removed: Number(row?.removed ?? 0),
    waiting: Number(row?.waiting ?? 0),
    failed: Number(row?.failed ?? 0),
    toQualify: Number(row?.to_qualify ?? 0),
    oldest: row?.oldest ?? null,
  }
}

export const listFailed = (tx: TenantTx, limit: number) =>
  tx.db
    .selectFrom('erpnext_leads')
    .select(['lead_id', 'erpnext_name', 'attempts', 'problem'])
    .where('status', '=', 'failed')
    .orderBy('changed_at', 'desc')
    .limit(limit)
    .execute()

export const withField = (base: Base, field: SyncedField, value: unknown) => ({
  ...base,
  [field]: value as string | number | null,
})
