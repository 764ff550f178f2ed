/** The platform's server inside of the platform: sessions over HTTP for many callers, each with the rights of their own key. */
import type { Client } from '@insa/contracts'
import { createSession } from '../kit/create-session.ts'
import { createHttpSessions, type HttpSessions } from '../kit/http-sessions.ts'
import type { ServerLog } from '../kit/server-log.ts'
import { NO_METRICS } from '../kit/tool-metrics.ts'
import { PLATFORM, platformTools } from './platform-server.ts'

export interface EndpointCaller {
  /** Whose session it is: nobody else may use it. */
  id: string
  client: Client
}

export const createPlatformEndpoint = (log: ServerLog): HttpSessions<EndpointCaller> =>
  createHttpSessions({
    open: ({ client }) => {
      const server = { tools: platformTools(client) }
      return createSession({ identity: PLATFORM, server, log, metrics: NO_METRICS })
    },
    keyOf: ({ id }) => id,
  })
