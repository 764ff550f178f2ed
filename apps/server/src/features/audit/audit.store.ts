/** Reads the audit trail; entries are written by platform/audit. */
import { type AuditListQuery, type ListedAuditEntry, TokensUsed } from '@insa/contracts'
import { type Selectable, type SqlBool, sql } from 'kysely'
import type { TenantTx } from '../../platform/database/database.ts'
import type { AuditEntries } from '../../platform/database/schema.generated.ts'

/** Newest first; one more than asked. @param query `canaries`: whether its reader may know of canary records. */
export async function listAudit(
  tx: TenantTx,
  query: AuditListQuery & { canaries: boolean },
  afterId: string | null,
): Promise<ListedAuditEntry[]> {
  let q = tx.db
    .selectFrom('audit_entries')
    .leftJoin('audit_chain', 'audit_chain.entry_id', 'audit_entries.id')
    .selectAll('audit_entries')
    .select(['seq', 'hash', 'sealed_at'])
  for (const column of ['actor', 'action', 'tool', 'subject_id', 'execution_id'] as const) {
    const value = query[column]
    if (value) q = q.where(column, '=', value)
  }
  if (!query.canaries) q = q.where('action', 'not like', CANARY_ACTIONS)
  if (query.from) {
    const ms = Date.parse(query.from)
    q = q.where('id', '>=', earliestId(ms - SLACK_MS)).where(sql<SqlBool>`at >= ${instant(ms)}`)
  }
  if (query.to) {
    const ms = Date.parse(query.to)
    q = q.where('id', '<', earliestId(ms + SLACK_MS)).where(sql<SqlBool>`at < ${instant(ms)}`)
  }
  if (query.q) q = q.where(mentions(query.q))
  if (afterId) q = q.where('id', '<', afterId)
  const rows = await q
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute()
  return rows.map(presentEntry)
}

const CANARY_ACTIONS = 'canary.%'

/** Whether the trail tells of canary records. */
export async function tellsOfCanaries(tx: TenantTx): Promise<boolean> {
  const row = await tx.db
    .selectFrom('audit_entries')
    .select('id')
    .where('action', 'like', CANARY_ACTIONS)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * The list goes by ids, which carry the time at which the entry was made; `at` is the begin of its transaction, by the
 * database's clock. Further apart than this they never are.
 */
const SLACK_MS = 3_600_000

/** The least UUIDv7 of a millisecond. */
function earliestId(ms: number): string {
  const hex = Math.min(Math.max(0, ms), 2 ** 48 - 1)
    .toString(16)
    .padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}

/** Year 0 and the like are times for JavaScript, and no literals for PostgreSQL. */
const instant = (ms: number) => sql`to_timestamp(${ms}::float8 / 1000)`

/** The text in any word of an entry, whatever its case. */
function mentions(text: string) {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  return sql<SqlBool>`concat_ws(' ', actor, action, tool, subject_type, subject_id, correlation_id, execution_id,
    details, input, output) ilike ${pattern}`
}

type Seal = { seq: number | null; hash: string | null; sealed_at: Date | null }

const presentEntry = (row: Selectable<AuditEntries> & Seal): ListedAuditEntry => ({
  id: row.id,
  at: row.at.toISOString(),
  actor: row.actor,
  action: row.action,
  subject_type: row.subject_type,
  subject_id: row.subject_id,
  execution_id: row.execution_id,
  correlation_id: row.correlation_id,
  details: row.details as Record<string, unknown>,
  tool: row.tool,
  input: row.input,
  output: row.output,
  tokens: row.tokens === null ? null : TokensUsed.parse(row.tokens),
  cost_usd: row.cost_usd === null ? null : Number(row.cost_usd).toFixed(6),
  duration_ms: row.duration_ms,
  seal:
    row.seq !== null && row.hash !== null && row.sealed_at !== null
      ? { seq: Number(row.seq), hash: row.hash, sealed_at: row.sealed_at.toISOString() }
      : null,
})
