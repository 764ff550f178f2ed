/** The audit trail: who did what to what, when, under which correlation id. Rows are only ever added. */
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { TenantTx } from '../database/database.ts'
import { unawaited } from '../database/statement-marks.ts'
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
  const json = (value: unknown) =>
    value === undefined ? null : JSON.stringify(sanitize(value) ?? null)
  await sql`${unawaited}insert into audit_entries (id, actor, action, subject_type, subject_id, execution_id, correlation_id,
      details, tool, input, output, tokens, cost_usd, duration_ms)
    values (${uuidv7()}, ${record.actor}, ${record.action}, ${record.subject?.type ?? null}, ${record.subject?.id ?? null},
      ${record.executionId ?? null}, ${record.correlationId}, ${json(record.details ?? {})}, ${record.tool ?? null},
      ${json(record.input)}, ${json(record.output)}, ${record.tokens ? JSON.stringify(record.tokens) : null},
      ${record.costUsd ?? null}, ${record.durationMs === undefined ? null : Math.round(record.durationMs)})`.execute(
    tx.db,
  )
}
