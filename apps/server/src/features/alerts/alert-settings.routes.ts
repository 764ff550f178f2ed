/** /api/v1/settings/alerts: when alerts fire, and who is told. */
import { AlertSettings } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { invalid } from '../../platform/http/errors.ts'
import { type ChangeSettingDeps, changeSetting } from '../../platform/settings/change-setting.ts'
import { readSetting } from '../../platform/settings/settings.store.ts'
import { ALERTS } from './alert-settings.ts'

export interface AlertSettingsDeps extends ChangeSettingDeps {
  findFirstOrganization: () => Promise<string | null>
}

export const alertSettingsRoutes =
  (deps: AlertSettingsDeps): FastifyPluginAsync =>
  async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()
    app.get(
      '/api/v1/settings/alerts',
      {
        schema: {
          tags: ['Settings'],
          summary: 'When alerts fire, and who is told',
          response: { 200: AlertSettings },
        },
        config: { permission: 'settings:read' },
      },
      ({ actor }) => deps.database.tenant(actor.organizationId, (tx) => readSetting(tx, ALERTS)),
    )
    app.put(
      '/api/v1/settings/alerts',
      {
        schema: {
          tags: ['Settings'],
          summary: 'Set when alerts fire, and who is told',
          body: AlertSettings,
          response: { 200: AlertSettings },
        },
        config: { permission: 'settings:write' },
      },
      async ({ actor, body, id }) => {
        // The server itself calls it, from inside its own network.
        const isOwner = (await deps.findFirstOrganization()) === actor.organizationId
        if (body.webhook_url !== null && !isOwner) throw NOT_THEIRS()
        return changeSetting(deps, actor, ALERTS, body, id)
      },
    )
  }

const NOT_THEIRS = () =>
  invalid([
    {
      path: 'webhook_url',
      code: 'site_only',
      message: 'Only the organization that the site belongs to may have a webhook. Use e-mail.',
    },
  ])
