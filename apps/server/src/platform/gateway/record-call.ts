/** What is kept of every tool call: its metrics at once, its audit entry with the record of the step that made it. */
import type { Logger } from 'pino'
import { recordAudit } from '../audit/audit.ts'
import { trail } from '../telemetry/logger.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { parseTraceparent, traceIdOf } from '../telemetry/trace-context.ts'
import type { Tracing } from '../telemetry/tracing.ts'
import type { CallContext } from './call-context.ts'
import { splitToolName } from './tool.ts'

export type CallOutcome = 'ok' | 'error' | 'refused'

export interface EndedCall {
  /** The tool's full name, as it was asked for. */
  name: string
  /** Whether there is such a tool. */
  isKnown: boolean
  outcome: CallOutcome
  /** As `performance.now()` tells it. */
  startedAt: number
  /** As it was asked; `recordAudit` sanitizes what it keeps. */
  input: unknown
  output?: unknown
  reason?: string
}

export function recordCall(
  { metrics, logger, tracing }: { metrics: Metrics; logger: Logger; tracing?: Tracing },
  context: CallContext,
  call: EndedCall,
): void {
  const durationMs = performance.now() - call.startedAt
  const { server, tool } = splitToolName(call.isKnown ? call.name : 'mcp__unknown__unknown')
  const traceId = parseTraceparent(tracing?.traceparent())?.traceId
  metrics.toolCalled(server, tool, call.outcome, durationMs / 1000)
  logger.info(
    {
      ...trail('tool-call', traceId ?? traceIdOf(context.correlationId), durationMs),
      'event.outcome': call.outcome === 'ok' ? 'success' : 'failure',
      execution: context.executionId,
      agent_type: context.agentType,
      tool: `mcp__${server}__${tool}`,
      outcome: call.outcome,
    },
    'A tool was called',
  )
  context.also((tx) =>
    recordAudit(tx, {
      actor: `agent:${context.agentType}`,
      action: call.outcome === 'refused' ? 'tool.refused' : 'tool.called',
      subject: { type: 'tool', id: call.name },
      executionId: context.executionId,
      correlationId: context.correlationId,
      details: {
        outcome: call.outcome,
        caller: context.caller,
        ...(call.reason ? { reason: call.reason } : {}),
      },
      tool: call.name,
      input: call.input,
      output: call.output,
      durationMs,
    }),
  )
}
