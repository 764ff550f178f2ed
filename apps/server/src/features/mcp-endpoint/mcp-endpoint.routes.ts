/** /mcp: Streamable HTTP, with an API key as bearer. What the key may do is what the tools may do. */
import { createClient } from '@insa/contracts'
import {
  type EndpointCaller,
  type HttpSessions,
  knownHosts,
  openPlatformEndpoint,
  refuseForeignPage,
  type ServerLog,
} from '@insa/mcp-servers'
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { forbidden, unauthenticated } from '../../platform/http/errors.ts'
import { injectFetch } from '../../platform/http/inject-fetch.ts'

export interface McpEndpointDeps {
  logger: Logger
  /** The address that the server listens on, and the one people type: pages of both may call. */
  host: string
  publicUrl: () => string
}

/** Never dialled: calls stay inside of the process. */
const INSIDE = 'http://inside.invalid'

export const mcpEndpointRoutes =
  (deps: McpEndpointDeps): FastifyPluginAsync =>
  async (app) => {
    let opened: Promise<HttpSessions<EndpointCaller>> | undefined
    // Nobody who does not use it waits for it to load.
    const sessions = () => {
      opened ??= openPlatformEndpoint(logTo(deps.logger))
      return opened
    }
    // Their event streams would keep the server from closing.
    app.addHook('preClose', async () => (await opened)?.close())
    app.route({
      method: ['GET', 'POST', 'DELETE'],
      url: '/mcp',
      schema: { hide: true },
      config: { signedIn: true },
      handler: async (request, reply) => {
        const caller = callerOf(app, deps, request)
        const endpoint = await sessions()
        reply.hijack()
        await endpoint.handle(request.raw, reply.raw, caller, request.body)
      },
    })
  }

/** @throws AppError for a page of another site, and for a browser's session: no page shall call tools on a person's cookie. */
function callerOf(
  app: FastifyInstance,
  { host, publicUrl }: McpEndpointDeps,
  { actor, headers }: FastifyRequest,
): EndpointCaller {
  const { hostname } = URL.parse(publicUrl()) ?? {}
  const refusal = refuseForeignPage(headers, knownHosts(host, ...(hostname ? [hostname] : [])))
  if (refusal) throw forbidden(refusal.message)
  const apiKey = /^Bearer +(\S+)/i.exec(headers.authorization ?? '')?.[1]
  if (actor.kind !== 'api_key' || apiKey === undefined) {
    throw unauthenticated('Send an API key as "Authorization: Bearer KEY".')
  }
  return {
    id: actor.id,
    client: createClient({ baseUrl: INSIDE, apiKey, fetch: injectFetch(app) }),
  }
}

const PINO = { debug: 'debug', info: 'info', notice: 'info', warning: 'warn' } as const

const logTo = (logger: Logger): ServerLog => ({
  write: (level, message, data) => {
    const name = level in PINO ? PINO[level as keyof typeof PINO] : 'error'
    logger[name]({ ...data, server: 'insa' }, message)
  },
})
