/** A person or key changes a setting: the value, the audit entry and the event are one transaction. */
import { recordAudit } from '../audit/audit.ts'
import type { Database, TenantTx } from '../database/database.ts'
import type { Publish } from '../events/outbox.ts'
import { type Actor, actorLabel } from '../identity/actor.ts'
import { type Setting, writeSetting } from './settings.store.ts'

export interface ChangeSettingDeps {
  database: Database
  publish: Publish
}

/**
 * @param alongside in the same transaction, before the value is written.
 * @returns the value as it is now.
 */
export function changeSetting<T>(
  { database, publish }: ChangeSettingDeps,
  actor: Actor,
  setting: Setting<T>,
  value: T,
  correlationId: string,
  alongside: (tx: TenantTx) => Promise<void> = async () => undefined,
): Promise<T> {
  return database.tenant(actor.organizationId, async (tx) => {
    await alongside(tx)
    await writeSetting(tx, setting, value, actorLabel(actor))
    await recordAudit(tx, {
      actor: actorLabel(actor),
      action: 'settings.changed',
      subject: { type: 'settings', id: setting.name },
      correlationId,
    })
    await publish(tx, { type: 'settings.changed', name: setting.name })
    return value
  })
}
