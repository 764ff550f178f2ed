/** Reads the audit trail; entries are written by platform/audit. */
import type { AuditEntry } from '@insa/contracts'
import type { TenantTx } from '../../platform/database/database.ts'

export interface AuditQuery {
  limit: number
  action?: string | undefined
  subject_id?: string | undefined
}

/** Newest first; one more than asked. */
export async function listAudit(
  tx: TenantTx,
  query: AuditQuery,
  afterId: string | null,
): Promise<AuditEntry[]> {
  let q = tx.db.selectFrom('audit_entries').selectAll()
  if (query.action) q = q.where('action', '=', query.action)
  if (query.subject_id) q = q.where('subject_id', '=', query.subject_id)
  if (afterId) q = q.where('id', '<', afterId)
  const rows = await q
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute()
  return rows.map(({ organization_id: _, at, details, ...row }) => ({
    ...row,
    at: at.toISOString(),
    details: details as Record<string, unknown>,
  }))
}
