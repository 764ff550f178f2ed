/** The one door (rule 2): every tool call of an agent is allowed, checked, approved, timed, counted and recorded here. */
import type { ApprovalRules, ToolEffect } from '@insa/contracts'
import type { Logger } from 'pino'
import type { ApprovalDesk } from '../approvals/approval-desk.ts'
import { type ApprovalNeed, approvalNeed } from '../approvals/approval-rules.ts'
import type { Database } from '../database/database.ts'
import { AgentFailure } from '../runtime/agent-failure.ts'
import { Suspension } from '../runtime/suspension.ts'
import { ALL_DEFENCES, type Defences } from '../safety/defences.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { Tracing } from '../telemetry/tracing.ts'
import { type AdmitDeps, admit, allowedTools, parseArguments } from './admit-call.ts'
import type { CallContext } from './call-context.ts'
import { type Gate, readGate } from './gate.store.ts'
import type { McpManager } from './mcp-manager.ts'
import { performCall } from './perform-call.ts'
import { recordCall } from './record-call.ts'
import { isCareful } from './run-tool.ts'
import { inputSchemaOf, type JsonObjectSchema, splitToolName, type Tool } from './tool.ts'
import type { ToolStats } from './tool-stats.ts'

/** A tool as an engine shows it to a model. */
export interface OfferedTool {
  /** `mcp__<server>__<tool>`. */
  name: string
  description: string
  inputSchema: JsonObjectSchema
  effect: ToolEffect
}

type Arguments = Record<string, unknown>

export interface Gateway {
  /** Our own, which are there from the start; servers of the config bring more. */
  tools: ReadonlyMap<string, Tool>
  /** Every tool that is here now: our own, and those of servers that are up. */
  known(): Promise<Tool[]>
  /** The tools that this run may call at all: what a model is shown. */
  offer(context: CallContext): Promise<OfferedTool[]>
  /**
   * @throws AgentFailure `tool.refused`, `tool.invalid_input`, `tool.rejected`, `tool.outcome_unknown`, and what the tool
   * answers as its failure; Suspension when the run is to be set aside; ToolUnavailable; whatever else the tool throws.
   */
  call(context: CallContext, name: string, args: Arguments): Promise<unknown>
  /** Checks arguments as a call would, and calls nothing: for what a person has changed. @throws AgentFailure. */
  review(context: CallContext, name: string, args: Arguments): Promise<Reviewed>
}

export interface Reviewed {
  tool: Tool
  args: Arguments
  need: ApprovalNeed | null
}

export interface GatewayDeps {
  database: Database
  metrics: Metrics
  logger: Logger
  stats: ToolStats
  tools: Tool[]
  mcp: McpManager
  desk: ApprovalDesk
  /** Whose trace the log tells. */
  tracing?: Tracing
  /** All of them, but in the attack gate. */
  defences?: Defences
}

export function createGateway(deps: GatewayDeps): Gateway {
  const { database, mcp, defences = ALL_DEFENCES } = deps
  const own = new Map(deps.tools.map((t) => [t.name, t]))
  const ownServers = Map.groupBy(deps.tools, (t) => splitToolName(t.name).server)
  const admitDeps: AdmitDeps = { database, mcp, ownServers, defences }

  /** A call that cannot read what it may do does nothing: whatever fails here is thrown. */
  const gateOf = (context: CallContext, server: string): Promise<Gate> =>
    database.tenant(context.organizationId, (tx) => readGate(tx, context, server))

  const review = async (context: CallContext, gate: Gate, name: string, args: Arguments) => {
    const admitted = await admit(admitDeps, context, gate, name)
    const parsed = parseArguments(admitted, args, defences)
    return { ...admitted, args: parsed, need: needOf(context, admitted, parsed, defences) }
  }
  return {
    tools: own,
    async known() {
      const offers = await Promise.all([...mcp.servers.keys()].map((name) => mcp.offerOf(name)))
      return [...own.values(), ...offers.flatMap((offer) => offer?.tools ?? [])]
    },
    async offer(context) {
      const offered: OfferedTool[] = []
      for (const server of [...ownServers.keys(), ...mcp.servers.keys()]) {
        const gate = await gateOf(context, server)
        const { tools } = await allowedTools(admitDeps, context, gate, server)
        offered.push(...tools.map(offeredTool))
      }
      return offered
    },
    async review(context, name, args) {
      return review(context, await gateOf(context, splitToolName(name).server), name, args)
    },
    async call(context, name, args) {
      const record = recordOf(deps, own, context, name, args)
      let tool: Tool | null = null
      try {
        const gate = await gateOf(context, splitToolName(name).server)
        if (gate.paused) throw new Suspension('queued', `${context.agentType} is paused.`)
        const reviewed = await review(context, gate, name, args)
        tool = reviewed.tool
        // A server may take long; an effect, or a person's answer, must not be met twice.
        if (!own.has(name) || isCareful(tool) || reviewed.need) await context.commit?.()
        const { output, isRecorded } = await performCall(deps, {
          ...reviewed,
          context,
          asked: gate.asked,
          turnedDown: gate.turned_down,
          check: (changed) => parseArguments(reviewed, changed, defences),
        })
        if (!isRecorded) record.succeeded(output)
        return output
      } catch (error) {
        record.failed(error)
        if (error instanceof Suspension) tool = null
        throw error
      } finally {
        // What a tool complains of may quote what it has read.
        if (tool?.outside && context.taint.mark(name)) context.also(context.taint.keep)
      }
    },
  }
}

const needOf = (
  context: CallContext,
  { tool, rules }: { tool: Tool; rules: ApprovalRules },
  args: Arguments,
  defences: Defences,
): ApprovalNeed | null =>
  approvalNeed(defences.has('approval_rules') ? rules : { ...rules, ...NO_RULES }, {
    ...context,
    tool,
    args,
    taintedBy: defences.has('taint') ? context.taint.source : null,
  })

/** Nothing asks a person by its effect, its sum or a tenant's rule. */
const NO_RULES: Pick<ApprovalRules, 'effects' | 'money' | 'rules'> = {
  effects: [],
  money: { arguments: [], above: 0, approver: 'manager' },
  rules: [],
}

function recordOf(
  deps: GatewayDeps,
  own: ReadonlyMap<string, Tool>,
  context: CallContext,
  name: string,
  input: Arguments,
) {
  const { stats, mcp } = deps
  const startedAt = performance.now()
  // A model may make up names without end; what is counted by name is what there is.
  const isKnown = own.has(name) || listsTool(mcp, name)
  const count = (error: string | null) => {
    if (isKnown) stats.add(name, context.organizationId, performance.now() - startedAt, error)
  }
  const call = { name, isKnown, startedAt, input }
  return {
    succeeded(output: unknown) {
      recordCall(deps, context, { ...call, outcome: 'ok', output })
      count(null)
    },
    failed(error: unknown) {
      const reason = error instanceof Error ? error.message : 'failed'
      // The question itself is on record.
      if (error instanceof Suspension && error.status === 'waiting_approval') return
      if (error instanceof Suspension || isRefusal(error)) {
        return recordCall(deps, context, { ...call, outcome: 'refused', reason })
      }
      recordCall(deps, context, { ...call, outcome: 'error', reason })
      count(reason)
    },
  }
}

function listsTool(mcp: McpManager, name: string): boolean {
  const { server, tool } = splitToolName(name)
  return (
    mcp.servers
      .get(server)
      ?.definitions()
      ?.some((d) => d.name === tool) ?? false
  )
}

const REFUSALS = new Set(['tool.refused', 'tool.rejected'])
const isRefusal = (error: unknown) => error instanceof AgentFailure && REFUSALS.has(error.code)

const offeredTool = (tool: Tool): OfferedTool => ({
  name: tool.name,
  description: tool.description,
  inputSchema: inputSchemaOf(tool),
  effect: tool.effect,
})
