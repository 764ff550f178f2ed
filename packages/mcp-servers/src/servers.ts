/** The servers by the name that `insa mcp serve NAME` takes: the one place that lists them. Each is loaded when it is asked for. */
import type { ServerDefinition } from './kit/define-server.ts'

export const SERVERS: Readonly<Record<string, () => Promise<ServerDefinition>>> = {
  postgres: async () => (await import('./postgres/postgres-server.ts')).postgresServer,
  erpnext: async () => (await import('./erpnext/erpnext-server.ts')).erpnextServer,
  platform: async () => (await import('./platform/platform-server.ts')).platformServer,
}
