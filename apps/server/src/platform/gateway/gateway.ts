/** The one door (rule 2): every tool call of an agent is allowed, checked, timed, counted and recorded here. */
import type { ToolEffect } from '@insa/contracts'
import type { Database } from '../database/database.ts'
import { AgentFailure } from '../runtime/agent-failure.ts'
import { Suspension } from '../runtime/suspension.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { CallContext } from './call-context.ts'
import { checkPin } from './check-pin.ts'
import { type Gate, readGate } from './gate.store.ts'
import type { McpManager } from './mcp-manager.ts'
import type { ToolDefinition } from './mcp-tools.ts'
import { mayCall, refusal } from './policy.ts'
import { type CallOutcome, recordCall } from './record-call.ts'
import { inputSchemaOf, type JsonObjectSchema, splitToolName, type Tool } from './tool.ts'
import { classified, grantsOf, isDenied, parsePolicy } from './tool-policy.ts'
import type { ToolStats } from './tool-stats.ts'

/** A tool as an engine shows it to a model. */
export interface OfferedTool {
  /** `mcp__<server>__<tool>`. */
  name: string
  description: string
  inputSchema: JsonObjectSchema
  effect: ToolEffect
}

export interface Gateway {
  /** Our own, which are there from the start; servers of the config bring more. */
  tools: ReadonlyMap<string, Tool>
  /** The tools that this run may call at all: what a model is shown. */
  offer(context: CallContext): Promise<OfferedTool[]>
  /**
   * @throws AgentFailure `tool.refused`, `tool.invalid_input`, and what the tool answers as its failure; Suspension when the
   * run is to be set aside; ToolUnavailable, ToolFateUnknown; whatever else the tool throws.
   */
  call(context: CallContext, name: string, args: Record<string, unknown>): Promise<unknown>
}

export interface GatewayDeps {
  database: Database
  metrics: Metrics
  stats: ToolStats
  tools: Tool[]
  mcp: McpManager
}

/** A server's tools; with the definitions that are pinned, where it is not ours. */
type Offer = { tools: readonly Tool[]; definitions?: readonly ToolDefinition[] }
const NOTHING: Offer = { tools: [] }

/** What a run may do at a server now. */
interface Access {
  asking: CallContext
  /** Allowed, by their full names. */
  tools: readonly Tool[]
}

export function createGateway(deps: GatewayDeps): Gateway {
  const { database, metrics, stats, mcp } = deps
  const own = new Map(deps.tools.map((t) => [t.name, t]))
  const ownServers = groupByServer(deps.tools)

  /** A call that cannot read what it may do does nothing: whatever fails here is thrown. */
  const readGateOf = (context: CallContext, server: string): Promise<Gate> =>
    database.tenant(context.organizationId, (tx) => readGate(tx, context.agentType, server))

  /** @returns the tools of this server that the agent may call, or the words of why there are none. */
  const access = async (
    context: CallContext,
    server: string,
    gate: Gate,
  ): Promise<Access | string> => {
    const policy = parsePolicy(gate.policy)
    if (!policy) return 'The tool policy cannot be read, so nothing is allowed.'
    const asking = { ...context, grants: grantsOf(policy, context.agentType, context.grants) }
    const offer = ownServers.get(server) ?? (await mcp.offerOf(server)) ?? NOTHING
    const tools = offer.tools
      .filter((t) => !isDenied(policy, context.agentType, t.name) && mayCall(asking, t))
      .map((t) => classified(policy, t))
    if (offer.definitions && tools.length > 0) {
      const pin = await checkPin(database, context, server, offer.definitions, gate.pin)
      if (pin.quarantined) return `The server ${server} is quarantined: its tools have changed.`
      // What nobody of ours has read may say anything, and a model is about to read it.
      if (!pin.reviewed && context.caller === 'model') context.taint.mark(`tools of ${server}`)
    }
    return { asking, tools }
  }
  return {
    tools: own,
    async offer(context) {
      const offered: OfferedTool[] = []
      for (const server of [...ownServers.keys(), ...mcp.servers.keys()]) {
        const allowed = await access(context, server, await readGateOf(context, server))
        if (typeof allowed !== 'string') offered.push(...allowed.tools.map(offeredTool))
      }
      return offered
    },
    async call(context, name, args) {
      const startedAt = performance.now()
      const record = (outcome: CallOutcome, told: { output?: unknown; reason?: string } = {}) => {
        recordCall(metrics, context, { name, outcome, startedAt, input: args, ...told })
        if (outcome === 'refused') return
        const error = outcome === 'error' ? (told.reason ?? 'failed') : null
        stats.add(name, context.organizationId, performance.now() - startedAt, error)
      }
      const refuse = (reason: string) => {
        record('refused', { reason })
        return new AgentFailure('tool.refused', reason)
      }
      const { server } = splitToolName(name)
      const gate = await readGateOf(context, server)
      if (gate.paused) {
        record('refused', { reason: 'paused' })
        throw new Suspension('queued', `The agent ${context.agentType} is paused.`)
      }
      const allowed = await access(context, server, gate)
      if (typeof allowed === 'string') throw refuse(allowed)
      const tool = allowed.tools.find((t) => t.name === name)
      // One answer for a tool that is not granted and one that is not there: nobody learns what exists.
      if (!tool) throw refuse(`The agent ${context.agentType} may not call ${name}.`)
      const input = tool.input.safeParse(args)
      if (!input.success) {
        record('error', { reason: 'invalid input' })
        throw new AgentFailure('tool.invalid_input', `${name}: ${input.error.issues[0]?.message}`)
      }
      const refused = refusal(allowed.asking, tool, input.data as Record<string, unknown>)
      if (refused !== null) throw refuse(refused)
      try {
        const output = tool.output.parse(await tool.run(context, input.data))
        record('ok', { output })
        return output
      } catch (error) {
        record('error', error instanceof Error ? { reason: error.message } : {})
        throw error
      } finally {
        // What a tool complains of may quote what it has read.
        if (tool.outside) context.taint.mark(name)
      }
    },
  }
}

const offeredTool = (tool: Tool): OfferedTool => ({
  name: tool.name,
  description: tool.description,
  inputSchema: inputSchemaOf(tool),
  effect: tool.effect,
})

function groupByServer(tools: readonly Tool[]): Map<string, Offer> {
  const grouped = Map.groupBy(tools, (t) => splitToolName(t.name).server)
  return new Map([...grouped].map(([server, own]) => [server, { tools: own }]))
}
