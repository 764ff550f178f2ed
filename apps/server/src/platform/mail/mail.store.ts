/** The only SQL about `outgoing_mails`. A mail is a row first: what is sent survives a crash, and is sent once or marked unknown. */
import { MailStatus, type OutgoingMail } from '@insa/contracts'
import { type Selectable, sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { SystemTx, TenantTx } from '../database/database.ts'
import type { OutgoingMails } from '../database/schema.generated.ts'
import type { MailDraft } from './outgoing-mail.ts'

export type MailRow = Selectable<OutgoingMails>

export async function insertMail(
  tx: TenantTx,
  mail: MailDraft,
  status: 'kept' | 'queued',
  traceparent: string | null,
): Promise<string> {
  const id = uuidv7()
  await tx.db
    .insertInto('outgoing_mails')
    .values({
      id,
      recipient: mail.to,
      subject: mail.subject,
      body_text: mail.text,
      body_html: mail.html,
      template: mail.template,
      status,
      lead_id: mail.leadId ?? null,
      execution_id: mail.executionId ?? null,
      traceparent,
    })
    .execute()
  return id
}

/** One row more than asked. @param query `without`: templates that its reader may not know of. */
export function listMails(
  tx: TenantTx,
  query: { limit: number; status?: string | undefined; without: readonly string[] },
  afterId: string | null,
): Promise<MailRow[]> {
  let q = tx.db.selectFrom('outgoing_mails').selectAll()
  if (query.without.length > 0) q = q.where('template', 'not in', [...query.without])
  if (query.status) q = q.where('status', '=', query.status)
  if (afterId) q = q.where('id', '<', afterId)
  return q
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute()
}

export const findMail = (tx: TenantTx, id: string): Promise<MailRow | undefined> =>
  tx.db.selectFrom('outgoing_mails').selectAll().where('id', '=', id).executeTakeFirst()

interface AboutLead {
  template: string
  to: string
  leadId: string
  /** Only what later executions mailed; null: any. */
  afterExecutionId: string | null
}

/** Whether a run has mailed this about the lead, to this address. */
export async function wasMailed(tx: TenantTx, about: AboutLead): Promise<boolean> {
  let q = tx.db
    .selectFrom('outgoing_mails')
    .select('id')
    .where('lead_id', '=', about.leadId)
    .where('template', '=', about.template)
    .where('recipient', '=', about.to)
  if (about.afterExecutionId) q = q.where('execution_id', '>', about.afterExecutionId)
  return (await q.limit(1).executeTakeFirst()) !== undefined
}

/** Takes the next due mail and marks it as being sent. */
export function claimMail(tx: SystemTx): Promise<MailRow | undefined> {
  return tx.db
    .updateTable('outgoing_mails')
    .set({ status: 'sending', attempts: sql<number>`attempts + 1`, due_at: sql<Date>`now()` })
    .where('id', '=', (e) =>
      e
        .selectFrom('outgoing_mails')
        .select('id')
        .where('status', '=', 'queued')
        .where('due_at', '<=', sql<Date>`now()`)
        .orderBy('due_at')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .executeTakeFirst()
}

/** A mail that was being sent when its process died may have gone out: nobody can know, a person decides. */
export async function markLostMails(tx: SystemTx, olderThanS: number): Promise<void> {
  await tx.db
    .updateTable('outgoing_mails')
    .set({
      status: 'unknown',
      error: 'The process ended while this was being sent; it may have gone out.',
    })
    .where('status', '=', 'sending')
    .where('due_at', '<', sql<Date>`now() - make_interval(secs => ${olderThanS})`)
    .execute()
}

export async function settleMail(
  tx: SystemTx,
  id: string,
  end:
    | { status: 'sent' }
    | { status: 'failed' | 'unknown'; error: string }
    | { status: 'queued'; error: string; retryInS: number },
): Promise<void> {
  await tx.db
    .updateTable('outgoing_mails')
    .set({
      status: end.status,
      error: 'error' in end ? end.error : null,
      ...(end.status === 'sent' ? { sent_at: sql<Date>`now()` } : {}),
      ...(end.status === 'queued'
        ? { due_at: sql<Date>`now() + make_interval(secs => ${end.retryInS})` }
        : {}),
    })
    .where('id', '=', id)
    .where('status', '=', 'sending')
    .execute()
}

/** @param hideBody for a reader who may know of the mail but not read the secret in it. */
export function presentMail(row: MailRow, hideBody: boolean): OutgoingMail {
  const hidden = 'This mail carries a secret link; only administrators may read it.'
  return {
    id: row.id,
    to: row.recipient,
    subject: row.subject,
    text: hideBody ? hidden : row.body_text,
    html: hideBody ? null : row.body_html,
    template: row.template,
    status: MailStatus.parse(row.status),
    error: row.error,
    lead_id: row.lead_id,
    execution_id: row.execution_id,
    created_at: row.created_at.toISOString(),
    sent_at: row.sent_at?.toISOString() ?? null,
  }
}
