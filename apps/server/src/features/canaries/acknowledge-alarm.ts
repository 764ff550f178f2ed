/** An administrator has looked at an alarm: the banner goes, the alarm stays. The same reader's next reading is a new one. */
import type { CanaryAlarm } from '@insa/contracts'
import { recordAudit } from '../../platform/audit/audit.ts'
import { acknowledgeAlarm, presentAlarm } from '../../platform/canaries/canaries.store.ts'
import { notFound } from '../../platform/http/errors.ts'
import { actorLabel } from '../../platform/identity/actor.ts'
import type { Call } from '../../platform/records/record-kind.ts'
import type { CanariesDeps } from './canaries-deps.ts'

/** @throws AppError 404. */
export async function acknowledge(
  { database }: Pick<CanariesDeps, 'database'>,
  { actor, correlationId }: Call,
  id: string,
): Promise<CanaryAlarm> {
  return database.tenant(actor.organizationId, async (tx) => {
    const row = await acknowledgeAlarm(tx, id, actorLabel(actor))
    if (!row) throw notFound('alarm', id)
    await recordAudit(tx, {
      actor: actorLabel(actor),
      action: 'canary.acknowledged',
      subject: { type: 'canary_alarm', id },
      correlationId,
    })
    return presentAlarm(row)
  })
}
