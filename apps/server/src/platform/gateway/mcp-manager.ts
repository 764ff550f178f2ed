/** All MCP servers of the config: their tools as the gateway's, their health, their life. */
import type { Logger } from 'pino'
import type { McpConfig } from './mcp-config.ts'
import { connectMcp } from './mcp-connection.ts'
import { McpServer, type McpTiming } from './mcp-server.ts'
import { type CallServer, type ToolDefinition, toTool } from './mcp-tools.ts'
import type { Tool } from './tool.ts'
import { ToolUnavailable } from './tool-errors.ts'

export interface McpManager {
  readonly config: McpConfig
  readonly servers: ReadonlyMap<string, McpServer>
  /** Begins to start every server; nothing waits for it. */
  start(): void
  /** What a server offers; waits while it starts. Null when it is not there, or down since it never listed anything. */
  offerOf(server: string): Promise<ServerOffer | null>
  stop(): Promise<void>
}

/** The tools, made from these definitions. */
export interface ServerOffer {
  definitions: readonly ToolDefinition[]
  tools: readonly Tool[]
}

export interface McpManagerDeps {
  config: McpConfig
  childEnvironment: Record<string, string>
  logger: Logger
  timing?: McpTiming
}

type Validate = (schema: object) => (value: unknown) => string | null

export function createMcpManager(deps: McpManagerDeps): McpManager {
  const { config, childEnvironment, logger, timing } = deps
  const made = new Map<string, ServerOffer>()
  const servers = new Map(
    config.servers.map((entry) => [
      entry.name,
      new McpServer(entry, {
        connect: connectMcp,
        childEnvironment,
        logger,
        ...(timing ? { timing } : {}),
      }),
    ]),
  )
  return {
    config,
    servers,
    start() {
      for (const server of servers.values()) server.start()
    },
    async offerOf(name) {
      const server = servers.get(name)
      await server?.settled()
      const definitions = server?.definitions()
      if (!server || !definitions) return null
      const kept = made.get(name)
      if (kept?.definitions === definitions) return kept
      const validate = await loadValidator()
      const call: CallServer = async (tool, args, signal) => {
        // What was allowed is what was listed then, also when it has been started anew meanwhile.
        await server.settled()
        if (server.definitions() !== definitions) {
          throw new ToolUnavailable(`The tools of ${name} have just changed.`)
        }
        return server.call(tool, args, signal)
      }
      const tools = definitions.map((d) => toTool(name, d, validate(d.inputSchema), call))
      const offer = { definitions, tools }
      made.set(name, offer)
      return offer
    },
    async stop() {
      await Promise.all([...servers.values()].map((s) => s.stop()))
    },
  }
}

/** Ajv, as the SDK uses it, loaded when a server is there. A schema that cannot be compiled lets nothing through. */
async function loadValidator(): Promise<Validate> {
  const { AjvJsonSchemaValidator } = await import('@modelcontextprotocol/sdk/validation/ajv')
  return (schema) => {
    try {
      // Each with its own: schemas of strangers may share an $id.
      const check = new AjvJsonSchemaValidator().getValidator(schema)
      return (value) => {
        const result = check(value)
        return result.valid ? null : result.errorMessage
      }
    } catch {
      return () => 'its schema cannot be used.'
    }
  }
}
