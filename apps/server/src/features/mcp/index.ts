/** MCP: the servers that tools come from, what they list, how they do, and what a tenant allows of it. */
import { mcpRoutes } from './mcp.routes.ts'
import type { McpDeps } from './mcp-deps.ts'
import { toolPolicyRoutes } from './tool-policy.routes.ts'

export const mcpFeature = (deps: McpDeps) => ({
  routes: [mcpRoutes(deps), toolPolicyRoutes(deps)],
})
