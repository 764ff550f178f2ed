/**
 * Looks at every organization again and again, and tells its administrators what is wrong, once, and when it is over. One process
 * of a site does; what each sees of itself comes from watch-site.ts.
 */
import type { AlertRule } from '@insa/contracts'
import type { Selectable } from 'kysely'
import type { Logger } from 'pino'
import { recordAudit } from '../../platform/audit/audit.ts'
import type { Database, TenantTx } from '../../platform/database/database.ts'
import type { Alerts } from '../../platform/database/schema.generated.ts'
import type { Publish } from '../../platform/events/outbox.ts'
import type { FindMembers } from '../../platform/identity/find-members.ts'
import type { Mailer } from '../../platform/mail/mailer.ts'
import { repeat } from '../../platform/processes/repeat.ts'
import type { Duty } from '../../platform/processes/scheduler.ts'
import { readSetting } from '../../platform/settings/settings.store.ts'
import { alertMail } from './alert-mail.ts'
import { BREAK_MS, LOOK_MS, TIMING } from './alert-rules.ts'
import { ALERTS } from './alert-settings.ts'
import {
  askWebhook,
  findFiring,
  fireAlerts,
  isSilenced,
  noteSighting,
  resolveAlerts,
} from './alerts.store.ts'
import { lookAtOrganization } from './look-at-organization.ts'
import { tellWebhooks } from './tell-webhooks.ts'

export interface AlertWatchDeps {
  database: Database
  publish: Publish
  mailer: Mailer
  logger: Logger
  publicUrl: () => string
  findMembers: FindMembers
  /** What one process sees another judges: by the clock that all share. */
  now: () => Date
}

export interface AlertWatch extends Duty {
  /** One look. @param at the moment that it is taken for. */
  look(at: Date): Promise<void>
}

export function createAlertWatch(deps: AlertWatchDeps): AlertWatch {
  const look = async (at: Date) => {
    const organizations = await deps.database.identity(({ db }) =>
      db.selectFrom('organizations').select('id').execute(),
    )
    for (const { id } of organizations) {
      await lookAt(deps, id, at)
      await tellWebhooks(deps, id, at)
    }
  }
  const duty = repeat(() => look(deps.now()), {
    everyMs: LOOK_MS,
    atOnce: false,
    onError: (error) => deps.logger.error({ err: error }, 'Looking for what is wrong failed'),
  })
  return { ...duty, look }
}

async function lookAt(deps: AlertWatchDeps, organizationId: string, at: Date): Promise<void> {
  const people = await deps.findMembers(organizationId)
  const administrators = people.filter((p) => p.role === 'administrator').map((p) => p.email)
  await deps.database.tenant(organizationId, async (tx) => {
    const settings = await readSetting(tx, ALERTS)
    const firing = new Set((await findFiring(tx)).map((a) => `${a.rule} ${a.subject}`))
    const isFiring = (rule: string, subject: string) => firing.has(`${rule} ${subject}`)
    const seen = await lookAtOrganization(tx, settings, isFiring, at)
    for (const sighting of seen) await noteSighting(tx, sighting, at, BREAK_MS)
    const tell = async (news: 'firing' | 'resolved', alerts: readonly Selectable<Alerts>[]) => {
      for (const alert of alerts)
        await spread(deps, tx, { news, alert, administrators, settings, at })
    }
    for (const rule of Object.keys(TIMING) as AlertRule[]) {
      const { fireAfterMs, calmMs } = TIMING[rule]
      await tell('firing', await fireAlerts(tx, rule, { fireAfterMs, breakMs: BREAK_MS }, at))
      await tell('resolved', await resolveAlerts(tx, rule, calmMs, at))
    }
  })
}

interface News {
  news: 'firing' | 'resolved'
  alert: Selectable<Alerts>
  administrators: readonly string[]
  settings: { email: boolean; webhook_url: string | null }
  at: Date
}

async function spread(
  { publish, mailer, publicUrl }: AlertWatchDeps,
  tx: TenantTx,
  { news, alert, administrators, settings, at }: News,
): Promise<void> {
  await recordAudit(tx, {
    actor: 'system:alerts',
    action: news === 'firing' ? 'alert.fired' : 'alert.resolved',
    subject: { type: 'alert', id: alert.id },
    correlationId: `alert-${alert.id}`,
    details: {
      rule: alert.rule,
      subject: alert.subject,
      value: alert.value,
      threshold: alert.threshold,
    },
  })
  await publish(tx, { type: 'alert.changed', alert_id: alert.id, status: news })
  if (await isSilenced(tx, alert, at)) return
  if (settings.email)
    for (const to of administrators)
      await mailer.queue(tx, alertMail(news, alert, { to, publicUrl: publicUrl() }))
  if (settings.webhook_url !== null) await askWebhook(tx, alert.id, at)
}
