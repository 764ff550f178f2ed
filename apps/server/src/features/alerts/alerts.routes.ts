/** /api/v1/alerts: what is wrong, and silences. */
import { Alert, AlertListQuery, AlertSilence, pageOf, Uuid } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { recordAudit } from '../../platform/audit/audit.ts'
import type { Database, TenantTx } from '../../platform/database/database.ts'
import type { Publish } from '../../platform/events/outbox.ts'
import { type Cursor, decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { notFound } from '../../platform/http/errors.ts'
import { type Actor, actorLabel } from '../../platform/identity/actor.ts'
import {
  type AlertRow,
  deleteSilence,
  findAlert,
  listAlerts,
  writeSilence,
} from './alerts.store.ts'
import { presentAlert } from './present-alert.ts'

export interface AlertsRoutesDeps {
  database: Database
  publish: Publish
  /** The clock that all processes share. */
  now: () => Date
}

const tags = ['Alerts']
const ById = z.strictObject({ id: Uuid })

export const alertsRoutes =
  (deps: AlertsRoutesDeps): FastifyPluginAsync =>
  async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()

    /** Changes its silence; the answer is the alert as it is then. */
    const change = (
      actor: Actor,
      id: string,
      record: { action: string; correlationId: string },
      work: (tx: TenantTx, alert: AlertRow) => Promise<void>,
    ) =>
      deps.database.tenant(actor.organizationId, async (tx) => {
        const alert = await findAlert(tx, id, deps.now())
        if (!alert) throw notFound('alert', id)
        await work(tx, alert)
        await recordAudit(tx, {
          actor: actorLabel(actor),
          subject: { type: 'alert', id },
          details: { rule: alert.rule, subject: alert.subject },
          ...record,
        })
        const status = alert.status === 'firing' ? 'firing' : 'resolved'
        await deps.publish(tx, { type: 'alert.changed', alert_id: id, status })
        return presentAlert((await findAlert(tx, id, deps.now())) ?? alert)
      })

    app.get(
      '/api/v1/alerts',
      {
        schema: {
          tags,
          summary: 'What is wrong, and what was',
          querystring: AlertListQuery,
          response: { 200: pageOf(Alert) },
        },
        config: { permission: 'alerts:read' },
      },
      async ({ actor, query }) => {
        const before = decodeCursor(query.cursor)?.[1] ?? null
        const rows = await deps.database.tenant(actor.organizationId, (tx) =>
          listAlerts(tx, query, before, deps.now()),
        )
        return toPage(rows, query.limit, ({ id }: AlertRow): Cursor => [null, id], presentAlert)
      },
    )
    app.post(
      '/api/v1/alerts/:id/silence',
      {
        schema: {
          tags,
          summary: 'Tell nobody of this rule and subject for a while',
          description: 'It stays on the list of alerts, and what fires meanwhile is recorded.',
          params: ById,
          body: AlertSilence,
          response: { 200: Alert },
        },
        config: { permission: 'alerts:silence' },
      },
      ({ actor, params, body, id }) =>
        change(actor, params.id, { action: 'alert.silenced', correlationId: id }, (tx, alert) =>
          writeSilence(tx, alert, {
            until: new Date(deps.now().getTime() + body.minutes * 60_000),
            by: actorLabel(actor),
            reason: body.reason ?? null,
          }),
        ),
    )
    app.delete(
      '/api/v1/alerts/:id/silence',
      {
        schema: {
          tags,
          summary: 'Tell people of it again',
          params: ById,
          response: { 200: Alert },
        },
        config: { permission: 'alerts:silence' },
      },
      ({ actor, params, id }) =>
        change(actor, params.id, { action: 'alert.unsilenced', correlationId: id }, deleteSilence),
    )
  }
