/** The audit trail: who did what to what, when, under which correlation id. Rows are only ever added. */
import { v7 as uuidv7 } from 'uuid'
import type { TenantTx } from '../database/database.ts'
import { jsonb } from '../database/json.ts'

export interface AuditRecord {
  /** As `actorLabel` writes it. */
  actor: string
  /** Dotted, in the past tense: `lead.created`. */
  action: string
  subject?: { type: string; id: string }
  executionId?: string
  correlationId: string
  /** Facts, no secrets and no message texts. */
  details?: Record<string, unknown>
}

/** Adds an entry in the transaction of the change that it tells of: both are kept, or neither. */
export async function recordAudit(tx: TenantTx, record: AuditRecord): Promise<void> {
  await tx.db
    .insertInto('audit_entries')
    .values({
      id: uuidv7(),
      actor: record.actor,
      action: record.action,
      subject_type: record.subject?.type ?? null,
      subject_id: record.subject?.id ?? null,
      execution_id: record.executionId ?? null,
      correlation_id: record.correlationId,
      details: jsonb(record.details ?? {}),
    })
    .execute()
}
