/** One live connection to an MCP server: started, initialized, listed, called, pinged, closed. */
import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import type { StdioServerParameters } from '@modelcontextprotocol/sdk/client/stdio.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { CallToolResult, Tool as ListedTool } from '@modelcontextprotocol/sdk/types.js'
import { VERSION } from '../../version.ts'
import type { McpServerConfig, StdioServer } from './mcp-config.ts'

export interface McpConnection {
  /** What the server says it is, e.g. `erpnext 1.2.0`. */
  serverInfo: string
  pid: number | null
  list(): Promise<ListedTool[]>
  /** Aborting tells the server to stop. */
  call(tool: string, args: Record<string, unknown>, signal: AbortSignal): Promise<CallToolResult>
  ping(): Promise<void>
  close(): Promise<void>
}

export interface ConnectOptions {
  /** PATH and HOME of this process: all that a child gets beside what its entry names. */
  childEnvironment: Record<string, string>
  /** Aborted: it is not wanted any more, and what has been started of it is ended. */
  signal: AbortSignal
  onClose: () => void
  onToolsChanged: () => void
}

/** Starting a process that first has to fetch itself takes long. Milliseconds. */
const CONNECT_TIMEOUT_MS = 60_000
const PING_TIMEOUT_MS = 5_000
const LIST_TIMEOUT_MS = 15_000
/** A server that never stops listing is cut off, whether its pages hold something or not. */
const MAX_TOOLS = 500
const MAX_PAGES = 100
/** The longest message of a server, bytes. */
const MAX_MESSAGE = 16 * 1024 * 1024

/** @throws what the start, the network or the server says. */
export async function connectMcp(
  config: McpServerConfig,
  options: ConnectOptions,
): Promise<McpConnection> {
  const { Client } = await import('@modelcontextprotocol/sdk/client/index.js')
  // No capabilities: a server can neither ask our model nor our people.
  const client = new Client({ name: 'insa-crm', version: VERSION }, { capabilities: {} })
  const transport = await createTransport(config, options.childEnvironment)
  const { ToolListChangedNotificationSchema } = await import('@modelcontextprotocol/sdk/types.js')
  client.setNotificationHandler(ToolListChangedNotificationSchema, options.onToolsChanged)
  client.onclose = options.onClose
  options.signal.throwIfAborted()
  const end = () => void client.close().catch(() => undefined)
  options.signal.addEventListener('abort', end, { once: true })
  try {
    await client.connect(transport, { timeout: CONNECT_TIMEOUT_MS })
  } finally {
    options.signal.removeEventListener('abort', end)
  }
  const info = client.getServerVersion()
  return {
    serverInfo: info ? `${info.name} ${info.version}` : 'unnamed',
    pid: 'pid' in transport && typeof transport.pid === 'number' ? transport.pid : null,
    list: () => listTools(client),
    call: (tool, args, signal) => callTool(client, config.timeoutMs, { tool, args, signal }),
    ping: async () => void (await client.ping({ timeout: PING_TIMEOUT_MS })),
    close: () => client.close(),
  }
}

async function createTransport(
  config: McpServerConfig,
  childEnvironment: Record<string, string>,
): Promise<Transport> {
  if (config.transport === 'stdio') {
    const stdio = await import('@modelcontextprotocol/sdk/client/stdio.js')
    return new stdio.StdioClientTransport(
      stdioParameters(config, childEnvironment, stdio.DEFAULT_INHERITED_ENV_VARS),
    )
  }
  const http = await import('@modelcontextprotocol/sdk/client/streamableHttp.js')
  const transport = new http.StreamableHTTPClientTransport(new URL(config.url), {
    requestInit: { headers: config.headers },
  })
  // Its sessionId may be undefined, which our strictness tells from absent.
  return transport as Transport
}

/** The SDK hands USER, SHELL and more to the child; a variable that is set to undefined is left out again. */
function stdioParameters(
  { command, args, env }: StdioServer,
  childEnvironment: Record<string, string>,
  inherited: readonly string[],
): StdioServerParameters {
  const none = Object.fromEntries(inherited.map((name) => [name, undefined]))
  const exact = { ...none, ...childEnvironment, ...env } as Record<string, string>
  return { command, args, env: exact, stderr: 'ignore', maxBufferSize: MAX_MESSAGE }
}

async function listTools(client: Client): Promise<ListedTool[]> {
  const { ListToolsResultSchema } = await import('@modelcontextprotocol/sdk/types.js')
  const tools: ListedTool[] = []
  let cursor: string | undefined
  let pages = 0
  do {
    const page = await client.request(
      { method: 'tools/list', params: cursor === undefined ? {} : { cursor } },
      ListToolsResultSchema,
      { timeout: LIST_TIMEOUT_MS },
    )
    tools.push(...page.tools)
    pages += 1
    if (tools.length > MAX_TOOLS) throw new Error(`It lists more than ${MAX_TOOLS} tools.`)
    if (pages > MAX_PAGES) throw new Error(`It lists its tools on more than ${MAX_PAGES} pages.`)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return tools
}

async function callTool(
  client: Client,
  timeoutMs: number,
  asked: { tool: string; args: Record<string, unknown>; signal: AbortSignal },
): Promise<CallToolResult> {
  const { CallToolResultSchema } = await import('@modelcontextprotocol/sdk/types.js')
  asked.signal.throwIfAborted()
  // The SDK listens to the signal for good, and would cancel what ended long ago; this one lives as long as the call.
  const abort = new AbortController()
  const onAbort = () => abort.abort(asked.signal.reason)
  asked.signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await client.request(
      { method: 'tools/call', params: { name: asked.tool, arguments: asked.args } },
      CallToolResultSchema,
      { signal: abort.signal, timeout: timeoutMs },
    )
  } finally {
    asked.signal.removeEventListener('abort', onAbort)
  }
}
