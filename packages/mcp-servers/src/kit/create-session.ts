/** One client's session with a server: the SDK's server with our tools behind it. */
import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import {
  CallToolRequestSchema,
  ListToolsRequestSchema,
  type ListToolsResult,
  SetLevelRequestSchema,
} from '@modelcontextprotocol/sdk/types.js'
import type { OpenServer, ServerIdentity } from './define-server.ts'
import type { Tool } from './define-tool.ts'
import { type CallSurroundings, runTool } from './run-tool.ts'
import { isAtLeast, type LogLevel, type ServerLog } from './server-log.ts'
import { describeToolError, ToolError } from './tool-error.ts'
import type { ToolMetrics } from './tool-metrics.ts'

export interface SessionDeps {
  identity: ServerIdentity
  server: OpenServer
  log: ServerLog
  metrics: ToolMetrics
}

/** What a client gets that did not say from which level on it wants the log. */
const CLIENT_LOG_LEVEL: LogLevel = 'info'

/** A server for one transport. */
export function createSession({ identity, server, log, metrics }: SessionDeps): Server {
  const { name, title, version, instructions } = identity
  const session = new Server(
    { name, title, version },
    {
      capabilities: { tools: {}, logging: {}, ...server.extend?.capabilities },
      ...(instructions ? { instructions } : {}),
    },
  )
  let threshold = CLIENT_LOG_LEVEL
  session.setRequestHandler(SetLevelRequestSchema, ({ params }) => {
    threshold = params.level
    return {}
  })
  const around: CallSurroundings = {
    server: name,
    log,
    metrics,
    canAsk: () => session.getClientCapabilities()?.elicitation?.form !== undefined,
    tellClient(level, message, data, extra) {
      if (!isAtLeast(level, threshold)) return
      const params = { level, logger: name, data: data ? { message, ...data } : message }
      // In the stream of its own request, which the client reads anyhow.
      extra
        .sendNotification({ method: 'notifications/message', params })
        .catch((error) => log.write('debug', 'A message was not sent', { error: String(error) }))
    },
  }
  addTools(session, server.tools, around)
  session.onerror = (error) =>
    log.write('warning', 'The session had an error', { error: error.message })
  server.extend?.mount(session)
  return session
}

function addTools(session: Server, tools: readonly Tool[], around: CallSurroundings): void {
  const byName = new Map(tools.map((tool) => [tool.name, tool]))
  const listed = { tools: tools.map(listTool) } as ListToolsResult
  session.setRequestHandler(ListToolsRequestSchema, () => listed)
  session.setRequestHandler(CallToolRequestSchema, ({ params }, extra) => {
    const tool = byName.get(params.name)
    if (tool) return runTool(tool, params.arguments ?? {}, extra, around)
    const error = new ToolError(`There is no tool ${params.name}.`, {
      code: 'tool.not_found',
      hint: `There are: ${[...byName.keys()].join(', ')}.`,
    })
    return { content: [{ type: 'text', text: describeToolError(error) }], isError: true }
  })
}

const listTool = ({ name, title, description, inputSchema, outputSchema, annotations }: Tool) => ({
  name,
  title,
  description,
  inputSchema,
  outputSchema,
  annotations,
})
