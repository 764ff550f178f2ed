/** /api/v1/agents: what there is, and the switch that pauses one for this organization. */
import { Agent, AgentPage, AgentPatch } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { recordAudit } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import { toGrants } from '../../platform/gateway/policy.ts'
import { notFound } from '../../platform/http/errors.ts'
import { type Actor, actorLabel } from '../../platform/identity/actor.ts'
import type { AgentDefinition } from '../../platform/runtime/agent.ts'
import { ALL_AGENTS } from '../../platform/runtime/agent-switch.ts'
import type { Runtime } from '../../platform/runtime/runtime.ts'
import { readSwitches, writeSwitch } from './agents.store.ts'

export interface AgentsDeps {
  database: Database
  runtime: Runtime
  /** Wakes the workers: an agent that is switched on may have work waiting. */
  ring: (agentType: string) => void
}

const tags = ['Agents']
const HOLDS =
  'A paused agent starts nothing, and a run under way goes back to the queue at its next tool call; both wait.'

export const agentsRoutes =
  (deps: AgentsDeps): FastifyPluginAsync =>
  async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()

    const turn = async (actor: Actor, type: string, enabled: boolean, correlationId: string) => {
      await deps.database.tenant(actor.organizationId, async (tx) => {
        await writeSwitch(tx, type, enabled, actorLabel(actor))
        await recordAudit(tx, {
          actor: actorLabel(actor),
          action: enabled ? 'agent.resumed' : 'agent.paused',
          subject: { type: 'agent', id: type },
          correlationId,
        })
      })
      for (const agentType of type === ALL_AGENTS ? deps.runtime.agents.keys() : [type])
        deps.ring(agentType)
    }

    app.get(
      '/api/v1/agents',
      {
        schema: {
          tags,
          summary: 'The agents and whether they run',
          response: { 200: AgentPage },
        },
        config: { permission: 'executions:read' },
      },
      async ({ actor }) => {
        const switches = await deps.database.tenant(actor.organizationId, readSwitches)
        const data = [...deps.runtime.agents.values()].map((a) =>
          present(a, switches.get(a.type) ?? true),
        )
        return { data, next_cursor: null, all_enabled: switches.get(ALL_AGENTS) ?? true }
      },
    )

    app.patch(
      '/api/v1/agents',
      {
        schema: {
          tags,
          summary: 'Pause or resume all agents',
          description: `Stands above the switches of the single agents, which stay as they are. ${HOLDS}`,
          body: AgentPatch,
          response: { 200: AgentPatch },
        },
        config: { permission: 'agents:manage' },
      },
      async ({ actor, body, id }) => {
        await turn(actor, ALL_AGENTS, body.enabled, id)
        return body
      },
    )

    app.patch(
      '/api/v1/agents/:type',
      {
        schema: {
          tags,
          summary: 'Pause or resume an agent',
          description: HOLDS,
          params: z.strictObject({ type: z.string().max(80) }),
          body: AgentPatch,
          response: { 200: Agent },
        },
        config: { permission: 'agents:manage' },
      },
      async ({ actor, params, body, id }) => {
        const agent = deps.runtime.agents.get(params.type)
        if (!agent) throw notFound('agent', params.type)
        await turn(actor, agent.type, body.enabled, id)
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
