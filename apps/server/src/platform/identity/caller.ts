/** What the verbs need to know of the request they serve. */
import type { FastifyRequest } from 'fastify'
import { CLIENT_IP_HEADER } from './sign-in-engine.ts'

export interface Caller {
  /** For better-auth: cookie, user agent, and the address as we saw it; above all none that the client made up. */
  headers: Headers
  /** The connection's own: X-Forwarded-For is anybody's to write. */
  ip: string
  correlationId: string
}

export function callerOf(request: FastifyRequest): Caller {
  const headers = new Headers({ [CLIENT_IP_HEADER]: request.ip })
  for (const name of ['cookie', 'user-agent'] as const) {
    const value = request.headers[name]
    if (value !== undefined) headers.set(name, value)
  }
  return { headers, ip: request.ip, correlationId: request.id }
}
