import type { ErrorGroupDetail, ErrorStatus } from '@insa/contracts'
import { recordAudit } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import { notFound } from '../../platform/http/errors.ts'
import { type Actor, actorLabel } from '../../platform/identity/actor.ts'
import { findError, writeStatus } from './errors.store.ts'
import { presentErrorDetail } from './present-error.ts'

/** A person says what is to become of a group. @throws AppError 404. */
export const decideError = (
  { database }: { database: Database },
  actor: Actor,
  id: string,
  status: ErrorStatus,
  correlationId: string,
): Promise<ErrorGroupDetail> =>
  database.tenant(actor.organizationId, async (tx) => {
    const row = await findError(tx, id)
    if (!row) throw notFound('error', id)
    if (row.status !== status) {
      await writeStatus(tx, id, status, status === 'open' ? null : actorLabel(actor))
      await recordAudit(tx, {
        actor: actorLabel(actor),
        action: `error.${status === 'open' ? 'reopened' : status}`,
        subject: { type: 'error', id },
        correlationId,
        details: { type: row.type, where: row.place },
      })
    }
    return presentErrorDetail((await findError(tx, id)) ?? row)
  })
