/** /api/v1/mcp/servers: health, tools and pins of the servers; restart and approval for administrators. */
import { McpPinApproval, McpServer, McpServerPage } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { notFound } from '../../platform/http/errors.ts'
import { NoBody } from '../../platform/http/no-body.ts'
import type { Actor } from '../../platform/identity/actor.ts'
import { approvePin } from './approve-pin.ts'
import { listServers } from './list-servers.ts'
import type { McpDeps } from './mcp-deps.ts'
import { restartServer } from './restart-server.ts'

const tags = ['Tools']
const ByName = z.strictObject({ name: z.string().max(80) })

export const mcpRoutes =
  (deps: McpDeps): FastifyPluginAsync =>
  async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()
    const one = async (actor: Actor, name: string, correlationId: string) => {
      const { data } = await listServers(deps, actor.organizationId, correlationId)
      const found = data.find((s) => s.name === name)
      if (!found) throw notFound('mcp_server', name)
      return found
    }

    app.get(
      '/api/v1/mcp/servers',
      {
        schema: {
          tags,
          summary: 'The servers that tools come from, their health and what they list',
          description:
            'Figures are those of the process that answers, since it started. Errors are your organization’s own.',
          response: { 200: McpServerPage },
        },
        config: { permission: 'tools:read' },
      },
      ({ actor, id }) => listServers(deps, actor.organizationId, id),
    )
    app.post(
      '/api/v1/mcp/servers/:name/restart',
      {
        schema: {
          tags,
          summary: 'Restart a server',
          params: ByName,
          body: NoBody,
          response: { 200: McpServer },
        },
        config: { permission: 'tools:manage' },
      },
      async ({ actor, params, id }) => {
        await restartServer(deps, actor, params.name, id)
        return one(actor, params.name, id)
      },
    )
    app.post(
      '/api/v1/mcp/servers/:name/approve',
      {
        schema: {
          tags,
          summary: 'Take what a server lists now as what it may list',
          description:
            'Ends its quarantine. Names the set that was looked at: 409 when the server lists another by now.',
          params: ByName,
          body: McpPinApproval,
          response: { 200: McpServer },
        },
        config: { permission: 'tools:manage' },
      },
      async ({ actor, params, body, id }) => {
        const { name } = params
        await approvePin(deps, actor, { name, listedHash: body.listed_hash, correlationId: id })
        return one(actor, name, id)
      },
    )
  }
