/** Seals what there is, and signs for it. */
import type { AuditHead } from '@insa/contracts'
import { AppError } from '../../platform/http/errors.ts'
import type { AuditDeps } from './audit-deps.ts'

/** @throws AppError 404 where nothing has happened yet. */
export async function signHead({ sealer }: AuditDeps, organizationId: string): Promise<AuditHead> {
  const head = await sealer.sealAndSign(organizationId)
  if (!head) throw new AppError(404, 'audit.empty', 'The audit trail has no entry yet.')
  return head
}
