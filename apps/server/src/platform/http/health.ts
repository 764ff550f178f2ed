/** For load balancers and Prometheus. */
import { timingSafeEqual } from 'node:crypto'
import Fastify, {
  type FastifyInstance,
  type FastifyPluginAsync,
  type FastifyRequest,
} from 'fastify'
import type { Database } from '../database/database.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { forbidden, unavailable } from './errors.ts'
import { sendProblem } from './problem.ts'

interface HealthDeps {
  database: Database
  metrics: Metrics
  metricsToken: string | null
}

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/** `/healthz`: the process answers; `/readyz`: so does its database; `/metrics`: loopback, or its own token. */
export const addHealth =
  ({ database, metrics, metricsToken }: HealthDeps): FastifyPluginAsync =>
  async (app) => {
    const open = { schema: { hide: true }, config: { open: true } }
    app.get('/healthz', open, async () => ({ status: 'ok' }))
    app.get('/readyz', open, async () => {
      await database.ping().catch((cause: unknown) => {
        throw Object.assign(unavailable('The database does not answer.'), { cause })
      })
      return { status: 'ready', database: database.kind }
    })
    app.get('/metrics', open, async (request, reply) => {
      if (!mayReadMetrics(request, metricsToken)) {
        throw forbidden('Metrics are for this machine, or with the token in INSA_METRICS_TOKEN.')
      }
      return reply.type(metrics.contentType).send(await metrics.render())
    })
  }

/** For a process that serves nothing else. */
export function createHealthApp(deps: HealthDeps): FastifyInstance {
  const app = Fastify({ forceCloseConnections: true })
  app.setErrorHandler(sendProblem)
  app.register(addHealth(deps))
  return app
}

function mayReadMetrics(request: FastifyRequest, token: string | null): boolean {
  const sent = request.headers.authorization?.replace(/^Bearer /, '')
  if (token !== null && sent !== undefined) {
    const [a, b] = [Buffer.from(sent), Buffer.from(token)]
    return a.length === b.length && timingSafeEqual(a, b)
  }
  // A proxy on this machine forwards strangers: its header gives it away.
  return (
    LOOPBACK.has(request.socket.remoteAddress ?? '') &&
    request.headers['x-forwarded-for'] === undefined
  )
}
