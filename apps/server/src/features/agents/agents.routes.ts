/** /api/v1/agents: what there is, and the switch that pauses one for this organization. */
import { Agent, AgentPatch, pageOf } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { recordAudit } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import { toGrants } from '../../platform/gateway/policy.ts'
import { notFound } from '../../platform/http/errors.ts'
import { actorLabel } from '../../platform/identity/actor.ts'
import type { AgentDefinition } from '../../platform/runtime/agent.ts'
import type { Runtime } from '../../platform/runtime/runtime.ts'
import { readSwitches, writeSwitch } from './agents.store.ts'

export interface AgentsDeps {
  database: Database
  runtime: Runtime
  /** Wakes the workers: an agent that is switched on may have work waiting. */
  ring: () => void
}

const tags = ['Agents']

export const agentsRoutes =
  (deps: AgentsDeps): FastifyPluginAsync =>
  async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()

    app.get(
      '/api/v1/agents',
      {
        schema: {
          tags,
          summary: 'The agents and whether they run',
          response: { 200: pageOf(Agent) },
        },
        config: { permission: 'executions:read' },
      },
      async ({ actor }) => {
        const switches = await deps.database.tenant(actor.organizationId, readSwitches)
        const data = [...deps.runtime.agents.values()].map((a) =>
          present(a, switches.get(a.type) ?? true),
        )
        return { data, next_cursor: null }
      },
    )

    app.patch(
      '/api/v1/agents/:type',
      {
        schema: {
          tags,
          summary: 'Pause or resume an agent',
          description: 'A paused agent starts nothing; what is queued waits.',
          params: z.strictObject({ type: z.string().max(80) }),
          body: AgentPatch,
          response: { 200: Agent },
        },
        config: { permission: 'agents:manage' },
      },
      async ({ actor, params, body, id }) => {
        const agent = deps.runtime.agents.get(params.type)
        if (!agent) throw notFound('agent', params.type)
        await deps.database.tenant(actor.organizationId, async (tx) => {
          await writeSwitch(tx, agent.type, body.enabled, actorLabel(actor))
          await recordAudit(tx, {
            actor: actorLabel(actor),
            action: body.enabled ? 'agent.resumed' : 'agent.paused',
            subject: { type: 'agent', id: agent.type },
            correlationId: id,
          })
        })
        deps.ring()
        return present(agent, body.enabled)
      },
    )
  }

const present = ({ type, title, description, tools }: AgentDefinition, enabled: boolean) => ({
  type,
  title,
  description,
  tools: toGrants(tools).map((grant) => grant.tool),
  enabled,
})
