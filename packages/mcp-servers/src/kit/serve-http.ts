/** A server over Streamable HTTP: `/mcp` for clients, `/healthz` and `/metrics` for whoever runs it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSession } from './create-session.ts'
import { readSettings, type ServerDefinition, SettingsError } from './define-server.ts'
import { isLoopback, knownHosts, type Refusal, refuseForeign, refuseStranger } from './http-door.ts'
import {
  createHttpSessions,
  type HttpSessions,
  refuse,
  type SessionLimits,
} from './http-sessions.ts'
import { createPrometheusMetrics, type PrometheusMetrics } from './prometheus.ts'
import type { Served, ServeOptions } from './serve-stdio.ts'

export interface ServeHttpOptions extends ServeOptions {
  /** 0 picks a free one. */
  port: number
  /** 127.0.0.1 unless said; anything beyond loopback needs a token. */
  host?: string
  /** Asked of every client as `Authorization: Bearer`; null asks for none. */
  token?: string | null
  /** Further names that clients reach this server by, as behind a proxy. */
  hosts?: readonly string[]
  limits?: Partial<SessionLimits>
}

export interface ServedHttp extends Served {
  /** The endpoint, as a client's configuration names it. */
  url: string
}

const LOOPBACK = '127.0.0.1'
const SHORTEST_TOKEN = 16

/** @throws SettingsError where it would be open to everybody, or lacks a setting. */
export async function serveHttp(
  definition: ServerDefinition,
  options: ServeHttpOptions,
): Promise<ServedHttp> {
  const { env, log, host = LOOPBACK, token = null } = options
  requireToken(host, token)
  const server = await definition.open(readSettings(definition, env) as never, { log })
  const metrics = createPrometheusMetrics(definition.name)
  const sessions = createHttpSessions<null>({
    open: () => createSession({ identity: definition, server, log, metrics }),
    keyOf: () => '',
    ...(options.limits ? { limits: options.limits } : {}),
  })
  const hosts = knownHosts(host, ...(options.hosts ?? []))
  const door = ({ headers }: IncomingMessage): Refusal | null =>
    refuseForeign(headers, hosts) ?? refuseStranger(headers, token)
  const http = createServer((request, response) => {
    answer({ request, response, door, sessions, metrics }).catch((error: unknown) => {
      log.write('error', 'A request failed', { error: String(error) })
      if (response.headersSent) response.destroy()
      else refuse(response, 500, 'The server failed. Its log has the reason.')
    })
  })
  const { promise: failed, reject } = Promise.withResolvers<never>()
  http.once('error', reject)
  const listening = new Promise<void>((resolve) => http.listen(options.port, host, resolve))
  await Promise.race([listening, failed])
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  const { port } = http.address() as AddressInfo
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}/mcp`
  log.write('info', 'Serving', { url, tools: server.tools.length })
  return {
    url,
    closed,
    async close() {
      const stopped = new Promise((done) => http.close(done))
      await sessions.close()
      http.closeAllConnections()
      await stopped
      await server.close?.()
      resolve()
    },
  }
}

function requireToken(host: string, token: string | null): void {
  if (token !== null && token.length < SHORTEST_TOKEN) {
    throw new SettingsError(`The token has fewer than ${SHORTEST_TOKEN} characters.`)
  }
  if (token === null && !isLoopback(host)) {
    throw new SettingsError(
      `On ${host} everybody who reaches this machine could use the tools: set INSA_MCP_TOKEN, or stay on ${LOOPBACK}.`,
    )
  }
}

interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  door: (request: IncomingMessage) => Refusal | null
  sessions: HttpSessions<null>
  metrics: PrometheusMetrics
}

async function answer({ request, response, door, sessions, metrics }: Exchange): Promise<void> {
  const { pathname = '/' } = URL.parse(request.url ?? '/', 'http://localhost') ?? {}
  if (pathname === '/healthz') {
    return void response
      .writeHead(200, { 'content-type': 'application/json' })
      .end('{"status":"ok"}')
  }
  const refusal = door(request)
  if (refusal) return refuse(response, refusal.status, refusal.message)
  if (pathname === '/mcp') return sessions.handle(request, response, null)
  if (pathname !== '/metrics')
    return refuse(response, 404, 'There are /mcp, /healthz and /metrics.')
  response.writeHead(200, { 'content-type': metrics.contentType }).end(await metrics.render())
}
