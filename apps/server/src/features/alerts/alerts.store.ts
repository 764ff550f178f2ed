/** The only SQL about `alerts` and `alert_silences`. Moments come from the caller, who asks them of one clock. */
import type { AlertRule, AlertStatus } from '@insa/contracts'
import { type Selectable, sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { TenantTx } from '../../platform/database/database.ts'
import type { Alerts } from '../../platform/database/schema.generated.ts'

export type AlertRow = Selectable<Alerts> & {
  silenced_until: Date | null
  silenced_by: string | null
}

export interface Sighting {
  rule: AlertRule
  subject: string
  value: number
  threshold: number
}

const withSilence = (tx: TenantTx, at: Date) =>
  tx.db
    .selectFrom('alerts as a')
    .leftJoin('alert_silences as s', (join) =>
      join
        .onRef('s.rule', '=', 'a.rule')
        .onRef('s.subject', '=', 'a.subject')
        .on('s.silenced_until', '>', at),
    )
    .selectAll('a')
    .select(['s.silenced_until', 's.silenced_by'])

export const listAlerts = (
  tx: TenantTx,
  { status, limit }: { status?: AlertStatus | undefined; limit: number },
  before: string | null,
  at: Date,
): Promise<AlertRow[]> =>
  withSilence(tx, at)
    .where('a.status', '<>', 'pending')
    .$if(status !== undefined, (q) => q.where('a.status', '=', status ?? ''))
    .$if(before !== null, (q) => q.where('a.id', '<', before ?? ''))
    .orderBy('a.id', 'desc')
    .limit(limit + 1)
    .execute()

export const findAlert = (tx: TenantTx, id: string, at: Date): Promise<AlertRow | undefined> =>
  withSilence(tx, at).where('a.id', '=', id).where('a.status', '<>', 'pending').executeTakeFirst()

/** Rule and subject of what fires. */
export const findFiring = (tx: TenantTx): Promise<{ rule: string; subject: string }[]> =>
  tx.db.selectFrom('alerts').select(['rule', 'subject']).where('status', '=', 'firing').execute()

/** A look saw it. What was not seen for longer than `breakMs` and has not fired begins anew. */
export async function noteSighting(
  tx: TenantTx,
  { rule, subject, value, threshold }: Sighting,
  at: Date,
  breakMs: number,
): Promise<void> {
  const row = { value, threshold, last_seen_at: at }
  const begun = new Date(at.getTime() - breakMs)
  await tx.db
    .insertInto('alerts')
    .values({ id: uuidv7(), rule, subject, ...row, first_seen_at: at })
    .onConflict((c) =>
      c
        .columns(['organization_id', 'rule', 'subject'])
        // A literal: a kept plan does not know a parameter's value, and would find no index for it.
        .where('status', '<>', sql.lit('resolved'))
        .doUpdateSet({
          ...row,
          first_seen_at: sql<Date>`case when alerts.last_seen_at < ${begun} then ${at} else alerts.first_seen_at end`,
        }),
    )
    .execute()
}

/** @returns those that fire from now on: each is returned to one caller. */
export const fireAlerts = (
  tx: TenantTx,
  rule: AlertRule,
  { fireAfterMs, breakMs }: { fireAfterMs: number; breakMs: number },
  at: Date,
): Promise<Selectable<Alerts>[]> =>
  tx.db
    .updateTable('alerts')
    .set({ status: 'firing', fired_at: at })
    .where('status', '=', 'pending')
    .where('rule', '=', rule)
    .where('last_seen_at', '>=', new Date(at.getTime() - breakMs))
    .where('first_seen_at', '<=', new Date(at.getTime() - fireAfterMs))
    .returningAll()
    .execute()

/** @returns those that are over from now on: each is returned to one caller. */
export async function resolveAlerts(
  tx: TenantTx,
  rule: AlertRule,
  calmMs: number,
  at: Date,
): Promise<Selectable<Alerts>[]> {
  const calm = new Date(at.getTime() - calmMs)
  await tx.db
    .deleteFrom('alerts')
    .where('status', '=', 'pending')
    .where('rule', '=', rule)
    .where('last_seen_at', '<=', calm)
    .execute()
  return tx.db
    .updateTable('alerts')
    .set({ status: 'resolved', resolved_at: at })
    .where('status', '=', 'firing')
    .where('rule', '=', rule)
    .where('last_seen_at', '<=', calm)
    .returningAll()
    .execute()
}

export async function isSilenced(
  tx: TenantTx,
  { rule, subject }: { rule: string; subject: string },
  at: Date,
): Promise<boolean> {
  const row = await tx.db
    .selectFrom('alert_silences')
    .select('rule')
    .where('rule', '=', rule)
    .where('subject', '=', subject)
    .where('silenced_until', '>', at)
    .executeTakeFirst()
  return row !== undefined
}

export async function writeSilence(
  tx: TenantTx,
  { rule, subject }: { rule: string; subject: string },
  silence: { until: Date; by: string; reason: string | null },
): Promise<void> {
  const row = {
    silenced_until: silence.until,
    silenced_by: silence.by,
    reason: silence.reason,
  }
  await tx.db
    .insertInto('alert_silences')
    .values({ rule, subject, ...row })
    .onConflict((c) => c.columns(['organization_id', 'rule', 'subject']).doUpdateSet(row))
    .execute()
}

export async function deleteSilence(
  tx: TenantTx,
  { rule, subject }: { rule: string; subject: string },
): Promise<void> {
  await tx.db
    .deleteFrom('alert_silences')
    .where('rule', '=', rule)
    .where('subject', '=', subject)
    .execute()
}

export async function askWebhook(tx: TenantTx, id: string, at: Date): Promise<void> {
  await tx.db
    .updateTable('alerts')
    .set({ webhook_due_at: at, webhook_attempts: 0 })
    .where('id', '=', id)
    .execute()
}

/** Takes what the webhook is to be told; who dies with it leaves it to be told again after `againMs`. */
export const claimWebhooks = (
  tx: TenantTx,
  at: Date,
  againMs: number,
): Promise<Selectable<Alerts>[]> =>
  tx.db
    .updateTable('alerts')
    .set({
      webhook_attempts: sql`webhook_attempts + 1`,
      webhook_due_at: new Date(at.getTime() + againMs),
    })
    .where('id', 'in', (q) =>
      q
        .selectFrom('alerts')
        .select('id')
        .where('webhook_due_at', '<=', at)
        .orderBy('webhook_due_at')
        .limit(10)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .execute()

export async function endWebhook(tx: TenantTx, id: string, dueAt: Date | null): Promise<void> {
  await tx.db.updateTable('alerts').set({ webhook_due_at: dueAt }).where('id', '=', id).execute()
}
