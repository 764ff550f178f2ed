/** The whole trail of an organization, or what came after a number, as lines. */
import type { AuditExportLine } from '@insa/contracts'
import { readLink } from '../../platform/audit/audit-chain.store.ts'
import { BEGINNING } from '../../platform/audit/chain.ts'
import { exportTrail } from '../../platform/audit/export-trail.ts'
import { invalid } from '../../platform/http/errors.ts'
import type { AuditDeps } from './audit-deps.ts'

/** @throws AppError 422 when the trail does not reach that far. */
export async function exportAudit(
  { database, sealer, signer }: AuditDeps,
  organizationId: string,
  afterSeq: number,
): Promise<AsyncIterable<AuditExportLine>> {
  const head = await sealer.sealAndSign(organizationId)
  const last = head?.seq ?? 0
  if (afterSeq > last) {
    const message = `The trail ends with number ${last}.`
    throw invalid([{ path: 'after_seq', code: 'too_big', message }], message)
  }
  const link = await database.tenant(organizationId, (tx) => readLink(tx, organizationId, afterSeq))
  return exportTrail({
    organizationId,
    head,
    after: { seq: afterSeq, hash: link?.hash ?? BEGINNING },
    signer,
    read: (work) => database.tenant(organizationId, work),
  })
}
