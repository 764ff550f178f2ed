/** The only SQL about `erpnext_sync` and `erpnext_hints`. */
import { Backfill, type SyncProblem } from '@insa/contracts'
import { type Selectable, sql } from 'kysely'
import type { TenantTx } from '../../platform/database/database.ts'
import { jsonb } from '../../platform/database/json.ts'
import type { ErpnextSync } from '../../platform/database/schema.generated.ts'

export type SyncRow = Selectable<ErpnextSync>

export const findSync = (tx: TenantTx): Promise<SyncRow | undefined> =>
  tx.db.selectFrom('erpnext_sync').selectAll().executeTakeFirst()

/** Until the transaction ends nobody else changes it. */
export const lockSync = (tx: TenantTx): Promise<SyncRow | undefined> =>
  tx.db.selectFrom('erpnext_sync').selectAll().forUpdate().executeTakeFirst()

/** The site that is named from now on; what is known already stays. */
export async function beginSync(tx: TenantTx, siteUrl: string): Promise<void> {
  await tx.db
    .insertInto('erpnext_sync')
    .values({ site_url: siteUrl })
    .onConflict((c) => c.column('organization_id').doNothing())
    .execute()
}

/** The same site under another address: it goes on where it was. */
export async function moveSync(tx: TenantTx, siteUrl: string): Promise<void> {
  await tx.db
    .updateTable('erpnext_sync')
    .set({ site_url: siteUrl, failures: 0, away_since: null, retry_at: null, problem: null })
    .execute()
}

/** Another site: read from its beginning. */
export async function beginAnew(tx: TenantTx, siteUrl: string): Promise<void> {
  await tx.db.deleteFrom('erpnext_hints').execute()
  await tx.db.deleteFrom('erpnext_sync').execute()
  await beginSync(tx, siteUrl)
}

/**
 * One process at a time works on an organization's exchange; one that died is replaced when its time is up.
 * @returns the row, or undefined while another holds it.
 */
export function claimSync(
  tx: TenantTx,
  by: string,
  now: Date,
  leaseMs: number,
): Promise<SyncRow | undefined> {
  return tx.db
    .updateTable('erpnext_sync')
    .set({ claimed_by: by, lease_until: new Date(now.getTime() + leaseMs) })
    .where((e) =>
      e.or([e('claimed_by', 'is', null), e('claimed_by', '=', by), e('lease_until', '<', now)]),
    )
    .returningAll()
    .executeTakeFirst()
}

export async function releaseSync(tx: TenantTx, by: string): Promise<void> {
  await tx.db
    .updateTable('erpnext_sync')
    .set({ claimed_by: null, lease_until: null })
    .where('claimed_by', '=', by)
    .execute()
}

export interface SyncChange {
  arrivals_after?: string
  cursor_modified?: string
  polled_at?: Date
  asked_at?: Date | null
  retry_at?: Date | null
}

/** All names were compared. @param row as it was before: who has asked since then waits on. */
export async function noteCompared(tx: TenantTx, row: SyncRow, at: Date): Promise<void> {
  await tx.db
    .updateTable('erpnext_sync')
    .set({
      compared_at: at,
      asked_at: sql<Date | null>`case when asked_at is distinct from ${row.asked_at}::timestamptz
        then asked_at end`,
    })
    .execute()
}

export async function changeSync(tx: TenantTx, change: SyncChange): Promise<void> {
  await tx.db.updateTable('erpnext_sync').set(change).execute()
}

/** The site does not serve us. @param retryAt it is left alone until then. */
export async function noteAway(
  tx: TenantTx,
  away: { problem: SyncProblem; retryAt: Date; now: Date },
): Promise<void> {
  await tx.db
    .updateTable('erpnext_sync')
    .set({
      failures: sql<number>`failures + 1`,
      away_since: sql<Date>`coalesce(away_since, ${away.now}::timestamptz)`,
      retry_at: away.retryAt,
      problem: jsonb<unknown>(away.problem),
    })
    .execute()
}

/** It serves us. @param problem what is wrong all the same, such as fields that set-up has not made. */
export async function noteServed(tx: TenantTx, problem: SyncProblem | null): Promise<void> {
  await tx.db
    .updateTable('erpnext_sync')
    .set({
      failures: 0,
      away_since: null,
      retry_at: null,
      problem: problem === null ? null : jsonb<unknown>(problem),
    })
    .execute()
}

export const backfillOf = (row: SyncRow | undefined): Backfill | null =>
  Backfill.nullable().parse(row?.backfill ?? null)

export async function writeBackfill(tx: TenantTx, backfill: Backfill): Promise<void> {
  await tx.db
    .updateTable('erpnext_sync')
    .set({ backfill: jsonb<unknown>(backfill) })
    .execute()
}

/** Several of one record are one. */
export async function insertHint(
  tx: TenantTx,
  hint: { doctype: string; name: string; at: Date },
): Promise<void> {
  await tx.db
    .insertInto('erpnext_hints')
    .values({ doctype: hint.doctype, erpnext_name: hint.name, received_at: hint.at })
    .onConflict((c) =>
      c
        .columns(['organization_id', 'doctype', 'erpnext_name'])
        .doUpdateSet({ received_at: hint.at }),
    )
    .execute()
}

export interface Hint {
  doctype: string
  erpnext_name: string
  received_at: Date
}

export const listHints = (tx: TenantTx, limit: number): Promise<Hint[]> =>
  tx.db
    .selectFrom('erpnext_hints')
    .select(['doctype', 'erpnext_name', 'received_at'])
    .orderBy('received_at')
    .limit(limit)
    .execute()

/** One that came again meanwhile stays. */
export async function deleteHint(tx: TenantTx, hint: Hint): Promise<void> {
  await tx.db
    .deleteFrom('erpnext_hints')
    .where('doctype', '=', hint.doctype)
    .where('erpnext_name', '=', hint.erpnext_name)
    .where('received_at', '=', hint.received_at)
    .execute()
}
