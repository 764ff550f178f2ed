/** An MCP server as the API shows it. Nothing of its environment, its headers or its arguments: they may be secrets. */
import { basename } from 'node:path'
import type { McpTool, McpServer as Shown } from '@insa/contracts'
import { plainText } from '../../platform/approvals/plain-text.ts'
import type { McpServerConfig } from '../../platform/gateway/mcp-config.ts'
import type { McpServer } from '../../platform/gateway/mcp-server.ts'
import type { ToolDefinition } from '../../platform/gateway/mcp-tools.ts'
import type { Pin } from '../../platform/gateway/pins.store.ts'
import { diffDefinitions, hashDefinitions } from '../../platform/gateway/pins.ts'
import { splitToolName, type Tool } from '../../platform/gateway/tool.ts'
import type { CallFigures, ToolStats } from '../../platform/gateway/tool-stats.ts'

export interface Showing {
  stats: ToolStats
  organizationId: string
}

const figures = ({ calls, errors, p50Ms, p95Ms }: CallFigures) => ({
  calls,
  errors,
  p50_ms: p50Ms,
  p95_ms: p95Ms,
})

/** What every server has, whatever it is. */
const basics = ({ stats, organizationId }: Showing, name: string) => ({
  name,
  ...figures(stats.server(name)),
  last_errors: stats
    .lastErrors(name, organizationId)
    .map(({ at, tool, message }) => ({ at: at.toISOString(), tool, message })),
})

const NOT_RUN = {
  server_info: null,
  started_at: null,
  restarts: 0,
  retry_at: null,
  circuit: 'closed',
  pin: null,
} as const

export function presentOwn(showing: Showing, name: string, tools: readonly Tool[]): Shown {
  return {
    ...basics(showing, name),
    ...NOT_RUN,
    transport: 'in_process',
    status: 'ready',
    origin: 'built in',
    fault: null,
    tools: tools.map((t) => presentTool(showing.stats, t.name, t)),
  }
}

export function presentUnusable(showing: Showing, name: string, fault: string): Shown {
  return {
    ...basics(showing, name),
    ...NOT_RUN,
    transport: 'stdio',
    status: 'unusable',
    origin: 'its entry in the config',
    fault,
    tools: [],
  }
}

export function presentServer(showing: Showing, server: McpServer, pin: Pin | undefined): Shown {
  const { name } = server.config
  const state = server.state()
  const definitions = server.definitions()
  return {
    ...basics(showing, name),
    transport: server.config.transport,
    status: state.status,
    origin: originOf(server.config),
    server_info: state.serverInfo,
    started_at: state.startedAt?.toISOString() ?? null,
    restarts: state.restarts,
    retry_at: state.retryAt?.toISOString() ?? null,
    fault: state.lastError,
    circuit: state.circuit,
    tools: (definitions ?? []).map((t) => presentTool(showing.stats, `mcp__${name}__${t.name}`, t)),
    pin: definitions && pin ? presentPin(pin, definitions) : null,
  }
}

const presentTool = (
  stats: ToolStats,
  fullName: string,
  { description, effect }: Pick<Tool, 'description' | 'effect'>,
): McpTool => ({
  name: splitToolName(fullName).tool,
  full_name: fullName,
  description: plainText(description),
  effect,
  ...figures(stats.tool(fullName)),
})

function presentPin(pin: Pin, definitions: readonly ToolDefinition[]): Shown['pin'] {
  const listed = hashDefinitions(definitions)
  const known = pin.reviewed ? 'reviewed' : 'first_sight'
  return {
    status: listed === pin.hash ? known : 'quarantined',
    pinned_by: pin.pinnedBy,
    pinned_at: pin.pinnedAt.toISOString(),
    listed_hash: listed,
    changes: diffDefinitions(pin.definitions, definitions).map((change) => ({
      ...change,
      before: change.before === null ? null : plainText(change.before),
      after: change.after === null ? null : plainText(change.after),
    })),
  }
}

/** An address without user, password and query; a command without its folder. */
function originOf(config: McpServerConfig): string {
  if (config.transport === 'stdio') return basename(config.command)
  const { protocol, host, pathname } = new URL(config.url)
  return `${protocol}//${host}${pathname}`
}
