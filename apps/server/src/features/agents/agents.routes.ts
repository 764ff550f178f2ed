/** /api/v1/agents: what there is, the switch that pauses one for this organization, and how much of it may run. */
import { Agent, AgentPage, AgentPatch, AllAgents } from '@insa/contracts'
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
import { type AgentSwitch, readSwitches, UNTOUCHED, writeSwitch } from './agents.store.ts'

export interface AgentsDeps {
  database: Database
  runtime: Runtime
  /** Wakes the workers: an agent that is switched on may have work waiting. */
  ring: (agentType: string) => void
}

const tags = ['Agents']
const HOLDS =
  'A paused agent starts nothing, and a run under way goes back to the queue at its next tool call; both wait. What is over a limit waits, too; organizations with work take turns in any case.'

export const agentsRoutes =
  (deps: AgentsDeps): FastifyPluginAsync =>
  async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()

    const change = async (actor: Actor, type: string, patch: AgentPatch, correlationId: string) => {
      const { enabled, ...limits } = patch
      const actions = [
        ...(enabled === undefined ? [] : [enabled ? 'agent.resumed' : 'agent.paused']),
        ...(Object.keys(limits).length > 0 ? ['agent.limited'] : []),
      ]
      const now = await deps.database.tenant(actor.organizationId, async (tx) => {
        for (const action of actions)
          await recordAudit(tx, {
            actor: actorLabel(actor),
            action,
            subject: { type: 'agent', id: type },
            correlationId,
            ...(action === 'agent.limited' ? { details: limits } : {}),
          })
        return writeSwitch(
          tx,
          type,
          patch,
          actorLabel(actor),
          atFirst(deps.runtime.agents.get(type)),
        )
      })
      for (const agentType of type === ALL_AGENTS ? deps.runtime.agents.keys() : [type])
        deps.ring(agentType)
      return now
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
          present(a, switches.get(a.type) ?? atFirst(a)),
        )
        const { enabled: all_enabled, ...all_limits } = switches.get(ALL_AGENTS) ?? UNTOUCHED
        return { data, next_cursor: null, all_enabled, all_limits }
      },
    )

    app.patch(
      '/api/v1/agents',
      {
        schema: {
          tags,
          summary: 'Pause, resume or limit all agents',
          description: `Stands above the switches and limits of the single agents, which stay as they are. ${HOLDS}`,
          body: AgentPatch,
          response: { 200: AllAgents },
        },
        config: { permission: 'agents:manage' },
      },
      async ({ actor, body, id }) => {
        return change(actor, ALL_AGENTS, body, id)
      },
    )

    app.patch(
      '/api/v1/agents/:type',
      {
        schema: {
          tags,
          summary: 'Pause, resume or limit an agent',
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
        return present(agent, await change(actor, agent.type, body, id))
      },
    )
  }

const atFirst = (agent?: AgentDefinition): AgentSwitch => ({
  ...UNTOUCHED,
  enabled: !agent?.isOffAtFirst,
})

const present = ({ type, title, description, tools }: AgentDefinition, now: AgentSwitch) => ({
  type,
  title,
  description,
  tools: toGrants(tools).map((grant) => grant.tool),
  ...now,
})
