/** The one door (rule 2): every tool call of an agent is allowed, checked, timed, counted and recorded here. */
import { AgentFailure } from '../runtime/agent-failure.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { CallContext } from './call-context.ts'
import { mayCall, refusal } from './policy.ts'
import { type CallOutcome, recordCall } from './record-call.ts'
import { inputSchemaOf, type JsonObjectSchema, type Tool, type ToolEffect } from './tool.ts'

/** A tool as an engine shows it to a model. */
export interface OfferedTool {
  /** `mcp__<server>__<tool>`. */
  name: string
  description: string
  inputSchema: JsonObjectSchema
  effect: ToolEffect
}

export interface Gateway {
  tools: ReadonlyMap<string, Tool>
  /** The tools that this run may call at all: what a model is shown. */
  offer(context: CallContext): Promise<OfferedTool[]>
  /** @throws AgentFailure `tool.refused`, `tool.invalid_input`; whatever the tool throws. */
  call(context: CallContext, name: string, args: Record<string, unknown>): Promise<unknown>
}

export function createGateway(deps: { metrics: Metrics; tools: Tool[] }): Gateway {
  const tools = new Map(deps.tools.map((t) => [t.name, t]))
  return {
    tools,
    offer: async (context) =>
      [...tools.values()].filter((t) => mayCall(context, t)).map(offeredTool),
    async call(context, name, args) {
      const startedAt = performance.now()
      const record = (outcome: CallOutcome, told: { output?: unknown; reason?: string } = {}) =>
        recordCall(deps.metrics, context, { name, outcome, startedAt, input: args, ...told })
      const refuse = (reason: string) => {
        record('refused', { reason })
        return new AgentFailure('tool.refused', reason)
      }
      const tool = tools.get(name)
      // One answer for a tool that is not granted and one that is not there: nobody learns what exists.
      if (!tool || !mayCall(context, tool)) {
        throw refuse(`The agent ${context.agentType} may not call ${name}.`)
      }
      const input = tool.input.safeParse(args)
      if (!input.success) {
        record('error', { reason: 'invalid input' })
        throw new AgentFailure('tool.invalid_input', `${name}: ${input.error.issues[0]?.message}`)
      }
      const refused = refusal(context, tool, input.data as Record<string, unknown>)
      if (refused !== null) throw refuse(refused)
      try {
        const result = tool.output.parse(await tool.run(context, input.data))
        if (tool.outside) context.taint.mark(name)
        record('ok', { output: result })
        return result
      } catch (error) {
        // What a tool complains of may quote what it has read.
        if (tool.outside) context.taint.mark(name)
        record('error', error instanceof Error ? { reason: error.message } : {})
        throw error
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
