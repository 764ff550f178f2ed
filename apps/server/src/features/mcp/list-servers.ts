/** Every server that tools come from. Looking pins what no call has seen yet, so that a change shows from now on. */
import type { McpServer, McpServerPage } from '@insa/contracts'
import { checkPin } from '../../platform/gateway/check-pin.ts'
import { readPins } from '../../platform/gateway/pins.store.ts'
import { splitToolName } from '../../platform/gateway/tool.ts'
import type { McpDeps } from './mcp-deps.ts'
import { presentOwn, presentServer, presentUnusable } from './present-server.ts'

export async function listServers(
  deps: McpDeps,
  organizationId: string,
  correlationId: string,
): Promise<McpServerPage> {
  const { database, mcp, gateway, stats } = deps
  const showing = { stats, organizationId }
  const pins = await database.tenant(organizationId, readPins)
  for (const [name, server] of mcp.servers) {
    const definitions = server.definitions()
    if (definitions === null) continue
    const pin = pins.get(name) ?? null
    await checkPin(database, { organizationId, correlationId }, name, definitions, pin)
  }
  const pinned = await database.tenant(organizationId, readPins)
  const own = Map.groupBy(gateway.tools.values(), (t) => splitToolName(t.name).server)
  const { file, faults } = mcp.config
  const data: McpServer[] = [
    ...[...own].map(([name, tools]) => presentOwn(showing, name, tools)),
    ...[...mcp.servers].map(([name, s]) => presentServer(showing, s, pinned.get(name))),
    ...faults.flatMap((f) =>
      f.name === null ? [] : [presentUnusable(showing, f.name, f.message)],
    ),
  ]
  const fault = faults.find((f) => f.name === null)
  return { data, next_cursor: null, config_file: file, config_fault: fault?.message ?? null }
}
