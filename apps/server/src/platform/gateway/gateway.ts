/** The one door (rule 2): every tool call of an agent is allowed, checked, timed, counted and recorded here. */
import { recordAudit } from '../audit/audit.ts'
import type { TenantTx } from '../database/database.ts'
import { AgentFailure } from '../runtime/agent.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { Tool } from './tool.ts'

export interface CallContext {
  agentType: string
  /** The agent's list; every other tool is refused and the refusal recorded. */
  allowed: readonly string[]
  organizationId: string
  executionId: string
  correlationId: string
  /** An agent that works on one lead reads and writes that lead only. */
  boundLeadId: string | null
  signal: AbortSignal
  /** Takes what is to be written with the record of the step that makes the call. */
  also: (write: (tx: TenantTx) => Promise<void>) => void
}

export interface Gateway {
  tools: ReadonlyMap<string, Tool>
  /** @throws AgentFailure `tool.refused`, `tool.invalid_input`; whatever the tool throws. */
  call(context: CallContext, name: string, args: Record<string, unknown>): Promise<unknown>
}

type Outcome = 'ok' | 'error' | 'refused'

export function createGateway(deps: { metrics: Metrics; tools: Tool[] }): Gateway {
  const tools = new Map(deps.tools.map((t) => [t.name, t]))
  const record = (
    context: CallContext,
    name: string,
    outcome: Outcome,
    startedAt: number,
    told: { input: unknown; output?: unknown; reason?: string | undefined },
  ) => {
    const durationMs = performance.now() - startedAt
    const [, server = 'unknown', tool = name] = name.split('__')
    deps.metrics.toolCalled(server, tool, outcome, durationMs / 1000)
    context.also((tx) =>
      recordAudit(tx, {
        actor: `agent:${context.agentType}`,
        action: outcome === 'refused' ? 'tool.refused' : 'tool.called',
        subject: { type: 'tool', id: name },
        executionId: context.executionId,
        correlationId: context.correlationId,
        details: { outcome, ...(told.reason ? { reason: told.reason } : {}) },
        tool: name,
        input: told.input,
        output: told.output,
        durationMs,
      }),
    )
  }
  return {
    tools,
    async call(context, name, args) {
      const startedAt = performance.now()
      const refusal = refuse(tools, context, name, args)
      if (refusal) {
        record(context, name, 'refused', startedAt, { input: args, reason: refusal })
        throw new AgentFailure('tool.refused', refusal)
      }
      const tool = tools.get(name) as Tool
      const input = tool.input.safeParse(args)
      if (!input.success) {
        record(context, name, 'error', startedAt, { input: args, reason: 'invalid input' })
        throw new AgentFailure('tool.invalid_input', `${name}: ${input.error.issues[0]?.message}`)
      }
      try {
        const result = tool.output.parse(await tool.run(context, input.data))
        record(context, name, 'ok', startedAt, { input: args, output: result })
        return result
      } catch (error) {
        const reason = error instanceof Error ? error.message : undefined
        record(context, name, 'error', startedAt, { input: args, reason })
        throw error
      }
    },
  }
}

/** Deny by default. @returns why not, or null. */
function refuse(
  tools: ReadonlyMap<string, Tool>,
  context: CallContext,
  name: string,
  args: Record<string, unknown>,
): string | null {
  if (!context.allowed.includes(name)) return `The agent ${context.agentType} may not call ${name}.`
  if (!tools.has(name)) return `There is no tool ${name}.`
  const lead = args.lead_id
  if (context.boundLeadId !== null && lead !== undefined && lead !== context.boundLeadId) {
    return `The agent ${context.agentType} works on lead ${context.boundLeadId} only.`
  }
  return null
}
