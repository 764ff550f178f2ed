import { AgentFailure } from '../runtime/agent-failure.ts'
import { Suspension } from '../runtime/suspension.ts'
import { errorType, inSpan, type Tracing } from '../telemetry/tracing.ts'
import type { Gateway } from './gateway.ts'
import { splitToolName } from './tool.ts'

/** The same gateway, each call inside a span. What is asked for and answered stands in the audit trail, not there. */
export const traceGateway = (gateway: Gateway, tracing: Tracing): Gateway => ({
  ...gateway,
  call(context, name, args) {
    const { server, tool } = splitToolName(name)
    const isOurs = gateway.tools.has(name)
    return inSpan(
      tracing,
      {
        name: `execute_tool ${isOurs ? name : tool.slice(0, LONGEST)}`,
        kind: isOurs ? 'internal' : 'client',
        attributes: {
          'gen_ai.operation.name': 'execute_tool',
          'gen_ai.tool.name': name.slice(0, LONGEST),
          ...(isOurs ? {} : { 'mcp.method.name': 'tools/call' }),
          'insa.mcp.server': server.slice(0, LONGEST),
          'insa.tool.caller': context.caller,
        },
        // A model's call may come in by a connection of its engine.
        under: context.executionId,
      },
      () => gateway.call(context, name, args),
      fateOf,
    )
  },
})

/** A model may make up names without end. */
const LONGEST = 120

/** Waiting for a person is no failure. */
function fateOf(error: unknown): string | null {
  if (error instanceof Suspension) return null
  return error instanceof AgentFailure ? error.code : errorType(error)
}
