/** Calls about the servers that tools come from. */
import type { CallOptions, Transport } from './client-transport.ts'
import { McpServer, McpServerPage } from './tools.ts'

export function mcpClient({ send }: Transport) {
  const servers = '/api/v1/mcp/servers'
  return {
    servers: (call?: CallOptions) => send({ method: 'GET', path: servers }, McpServerPage, call),
    restart: (name: string, call?: CallOptions) => {
      const path = `${servers}/${encodeURIComponent(name)}/restart`
      return send({ method: 'POST', path }, McpServer, call)
    },
    /** @param listedHash of the set that was looked at. */
    approve: (name: string, listedHash: string, call?: CallOptions) => {
      const path = `${servers}/${encodeURIComponent(name)}/approve`
      return send({ method: 'POST', path, json: { listed_hash: listedHash } }, McpServer, call)
    },
  }
}
