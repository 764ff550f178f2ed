/** /api/v1/settings/approval-rules: which calls need a person here. */
import { ApprovalRules, ApprovalRulesPreview } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { APPROVAL_RULES } from '../../platform/approvals/approval-rules.ts'
import { changeSetting } from '../../platform/settings/change-setting.ts'
import { readSetting } from '../../platform/settings/settings.store.ts'
import type { ApprovalsDeps } from './approvals-deps.ts'
import { previewRules } from './preview-rules.ts'

const tags = ['Settings']
const PATH = '/api/v1/settings/approval-rules'

export const approvalRulesRoutes =
  (deps: ApprovalsDeps): FastifyPluginAsync =>
  async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()
    app.get(
      PATH,
      {
        schema: { tags, summary: 'Which calls need a person', response: { 200: ApprovalRules } },
        config: { permission: 'settings:read' },
      },
      ({ actor }) =>
        deps.database.tenant(actor.organizationId, (tx) => readSetting(tx, APPROVAL_RULES)),
    )
    app.put(
      PATH,
      {
        schema: {
          tags,
          summary: 'Set which calls need a person',
          description:
            'Holds from the next call on. What a model wants to change after it has read words from outside always needs one.',
          body: ApprovalRules,
          response: { 200: ApprovalRules },
        },
        config: { permission: 'tools:manage' },
      },
      ({ actor, body, id }) => changeSetting(deps, actor, APPROVAL_RULES, body, id),
    )
    app.post(
      `${PATH}/preview`,
      {
        schema: {
          tags,
          summary: 'Which calls would need a person by other rules',
          body: ApprovalRules,
          response: { 200: ApprovalRulesPreview },
        },
        config: { permission: 'settings:read' },
      },
      ({ actor, body }) => previewRules(deps, actor.organizationId, body),
    )
  }
