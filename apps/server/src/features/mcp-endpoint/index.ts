/** MCP endpoint: INSA CRM as an MCP server at /mcp, for people who work from Claude Code or another client. */
import { type McpEndpointDeps, mcpEndpointRoutes } from './mcp-endpoint.routes.ts'

export const mcpEndpointFeature = (deps: McpEndpointDeps) => ({ routes: [mcpEndpointRoutes(deps)] })
