/** /api/v1/settings/tool-policy: what this organization adds to, and takes from, what agents may call. */
import { ToolPolicy, ToolPolicyPreview } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { TOOL_POLICY } from '../../platform/gateway/tool-policy.ts'
import { changeSetting } from '../../platform/settings/change-setting.ts'
import { readSetting } from '../../platform/settings/settings.store.ts'
import type { McpDeps } from './mcp-deps.ts'
import { previewPolicy } from './preview-policy.ts'

const tags = ['Settings']
const PATH = '/api/v1/settings/tool-policy'

export const toolPolicyRoutes =
  (deps: McpDeps): FastifyPluginAsync =>
  async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()
    app.get(
      PATH,
      {
        schema: { tags, summary: 'What agents may call here', response: { 200: ToolPolicy } },
        config: { permission: 'settings:read' },
      },
      ({ actor }) =>
        deps.database.tenant(actor.organizationId, (tx) => readSetting(tx, TOOL_POLICY)),
    )
    app.put(
      PATH,
      {
        schema: {
          tags,
          summary: 'Set what agents may call here',
          description:
            'Holds from the next call on, also of runs that are under way. A denial stands above every grant.',
          body: ToolPolicy,
          response: { 200: ToolPolicy },
        },
        config: { permission: 'tools:manage' },
      },
      ({ actor, body, id }) => changeSetting(deps, actor, TOOL_POLICY, body, id),
    )
    app.post(
      `${PATH}/preview`,
      {
        schema: {
          tags,
          summary: 'What agents could call by another policy',
          body: ToolPolicy,
          response: { 200: ToolPolicyPreview },
        },
        config: { permission: 'settings:read' },
      },
      ({ actor, body }) => previewPolicy(deps, actor.organizationId, body),
    )
  }
