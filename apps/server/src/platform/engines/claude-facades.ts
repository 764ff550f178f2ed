/**
 * What Claude Code takes for its MCP servers: facades in this process, one for each server's name, so that a tool keeps its
 * own (`mcp__erpnext__get_lead`). They show the tools that the run may call, and every call ends in the gateway.
 */
import type { McpSdkServerConfigWithInstance } from '@anthropic-ai/claude-agent-sdk'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import type { OfferedTool } from '../gateway/gateway.ts'
import type { ModelToolAnswer } from '../gateway/model-calls.ts'

/** What is behind the facades while a run holds them. */
export interface Hands {
  call(name: string, args: Record<string, unknown>): Promise<ModelToolAnswer & { content: string }>
}

export interface Facades {
  servers: Record<string, McpSdkServerConfigWithInstance>
  give(hands: Hands): void
}

export function createFacades(tools: readonly OfferedTool[]): Facades {
  let hands: Hands | null = null
  const servers: Facades['servers'] = {}
  for (const [server, own] of Map.groupBy(tools, serverOf)) {
    const instance = new McpServer(
      { name: server, version: '1.0.0' },
      { capabilities: { tools: {} } },
    )
    const nameOf = (tool: OfferedTool) => tool.name.slice(`mcp__${server}__`.length)
    instance.server.setRequestHandler(ListToolsRequestSchema, () => ({
      tools: own.map((tool) => ({
        name: nameOf(tool),
        description: tool.description,
        inputSchema: tool.inputSchema as { type: 'object' },
      })),
    }))
    instance.server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
      if (!hands) throw new Error('No run is open.')
      const answer = await hands.call(`mcp__${server}__${params.name}`, params.arguments ?? {})
      return { content: [{ type: 'text', text: answer.content }], isError: answer.isError }
    })
    servers[server] = { type: 'sdk', name: server, instance }
  }
  return {
    servers,
    give: (given) => {
      hands = given
    },
  }
}

function serverOf({ name }: OfferedTool): string {
  const [, server] = /^mcp__(.+?)__./.exec(name) ?? []
  if (!server) throw new Error(`${name} is no tool of an MCP server.`)
  return server
}
