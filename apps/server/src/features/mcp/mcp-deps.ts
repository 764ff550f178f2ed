/** What the use cases of this feature are given by compose.ts. */
import type { Database } from '../../platform/database/database.ts'
import type { Publish } from '../../platform/events/outbox.ts'
import type { Gateway } from '../../platform/gateway/gateway.ts'
import type { McpManager } from '../../platform/gateway/mcp-manager.ts'
import type { ToolStats } from '../../platform/gateway/tool-stats.ts'
import type { Runtime } from '../../platform/runtime/runtime.ts'

export interface McpDeps {
  database: Database
  publish: Publish
  mcp: McpManager
  gateway: Gateway
  stats: ToolStats
  runtime: Runtime
}
