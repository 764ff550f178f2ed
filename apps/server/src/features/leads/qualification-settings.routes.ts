/** Settings that a qualification reads, and what other weights would do to today's leads. */
import { CompanyProfile, QualificationSettings, SettingsPreview } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Actor } from '../../platform/identity/actor.ts'
import { changeSetting } from '../../platform/settings/change-setting.ts'
import { readSetting, type Setting } from '../../platform/settings/settings.store.ts'
import { changeQualification } from './change-qualification.ts'
import type { LeadsDeps } from './leads-deps.ts'
import { previewSettings } from './preview-settings.ts'
import { COMPANY_PROFILE, QUALIFICATION } from './qualification-settings.ts'

const tags = ['Settings']

export const qualificationSettingsRoutes =
  (deps: LeadsDeps): FastifyPluginAsync =>
  async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()
    const read = <T>(actor: Actor, setting: Setting<T>) =>
      deps.database.tenant(actor.organizationId, (tx) => readSetting(tx, setting))

    app.get(
      '/api/v1/settings/qualification',
      {
        schema: {
          tags,
          summary: 'Weights and thresholds',
          response: { 200: QualificationSettings },
        },
        config: { permission: 'settings:read' },
      },
      ({ actor }) => read(actor, QUALIFICATION),
    )
    app.put(
      '/api/v1/settings/qualification',
      {
        schema: {
          tags,
          summary: 'Set weights and thresholds',
          description:
            'Today’s leads follow: an execution of lead_rescoring computes their scores anew from the judgements that are kept.',
          body: QualificationSettings,
          response: { 200: QualificationSettings },
        },
        config: { permission: 'settings:write' },
      },
      ({ actor, body, id }) => changeQualification(deps, actor, body, id),
    )
    app.post(
      '/api/v1/settings/qualification/preview',
      {
        schema: {
          tags,
          summary: 'How today’s leads would move',
          body: QualificationSettings,
          response: { 200: SettingsPreview },
        },
        config: { permission: 'settings:read' },
      },
      ({ actor, body }) => previewSettings(deps, actor.organizationId, body),
    )
    app.get(
      '/api/v1/settings/company-profile',
      {
        schema: { tags, summary: 'What we do, for whom, where', response: { 200: CompanyProfile } },
        config: { permission: 'settings:read' },
      },
      ({ actor }) => read(actor, COMPANY_PROFILE),
    )
    app.put(
      '/api/v1/settings/company-profile',
      {
        schema: {
          tags,
          summary: 'Set the company profile',
          body: CompanyProfile,
          response: { 200: CompanyProfile },
        },
        config: { permission: 'settings:write' },
      },
      ({ actor, body, id }) => changeSetting(deps, actor, COMPANY_PROFILE, body, id),
    )
  }
