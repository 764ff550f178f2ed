/** The audit trail: who did what to what, when, under which correlation id. Rows are only ever added. */
import { v7 as uuidv7 } from 'uuid'
import type { TenantTx } from '../database/database.ts'
import { jsonb } from '../database/json.ts'
import { sanitize } from './sanitize.ts'

export interface AuditRecord {
  /** As `actorLabel` writes it. */
  actor: string
  /** Dotted, in the past tense: `lead.created`. */
  action: string
  subject?: { type: string; id: string }
  executionId?: string
  correlationId: string
  /** Facts about it. Sanitized like input and output. */
  details?: Record<string, unknown>
  /** The tool that was called, by full name. */
  tool?: string
  /** What it was given, and what it gave, as they were: `sanitize` takes out secrets and messages and cuts what is long. */
  input?: unknown
  output?: unknown
  tokens?: { input: number; output: number; cache_read: number; cache_write: number }
  /** US dollars, as a decimal string. */
  costUsd?: string
  durationMs?: number
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
      details: jsonb(sanitize(record.details ?? {})),
      tool: record.tool ?? null,
      input: record.input === undefined ? null : jsonb(sanitize(record.input)),
      output: record.output === undefined ? null : jsonb(sanitize(record.output)),
      tokens: record.tokens ? jsonb(record.tokens) : null,
      cost_usd: record.costUsd ?? null,
      duration_ms: record.durationMs === undefined ? null : Math.round(record.durationMs),
    })
    .execute()
}
