/** The MCP servers by name, and how they are served. What takes time to load is loaded when it is used. */
export { type ServerDefinition, SettingsError } from './kit/define-server.ts'
export { knownHosts, refuseForeignPage } from './kit/http-door.ts'
export type { HttpSessions } from './kit/http-sessions.ts'
export type { ServedHttp, ServeHttpOptions } from './kit/serve-http.ts'
export type { Served, ServeOptions } from './kit/serve-stdio.ts'
export { createServerLog, logLevelOf, type ServerLog } from './kit/server-log.ts'
export type { EndpointCaller } from './platform/platform-endpoint.ts'
export { SERVERS } from './servers.ts'

import type { ServerDefinition } from './kit/define-server.ts'
import type { HttpSessions } from './kit/http-sessions.ts'
import type { ServedHttp, ServeHttpOptions } from './kit/serve-http.ts'
import type { Served, ServeOptions } from './kit/serve-stdio.ts'
import type { ServerLog } from './kit/server-log.ts'
import type { EndpointCaller } from './platform/platform-endpoint.ts'

/** For the client that started this process. @throws SettingsError. */
export const serveStdio = async (d: ServerDefinition, options: ServeOptions): Promise<Served> =>
  (await import('./kit/serve-stdio.ts')).serveStdio(d, options)

/** For clients over HTTP. @throws SettingsError. */
export const serveHttp = async (d: ServerDefinition, o: ServeHttpOptions): Promise<ServedHttp> =>
  (await import('./kit/serve-http.ts')).serveHttp(d, o)

/** For the platform's own HTTP server, which knows its callers. */
export const openPlatformEndpoint = async (log: ServerLog): Promise<HttpSessions<EndpointCaller>> =>
  (await import('./platform/platform-endpoint.ts')).createPlatformEndpoint(log)
