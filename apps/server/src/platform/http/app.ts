/** The Fastify application: parsers, guard, limits, errors, documents. Features bring their routes. */
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import Fastify, {
  type FastifyInstance,
  type FastifyPluginAsync,
  LogController,
  type RawRequestDefaultExpression,
} from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Logger } from 'pino'
import type { CanaryWatch } from '../canaries/canary-watch.ts'
import { watchAnswers } from '../canaries/watch-answers.ts'
import type { Database } from '../database/database.ts'
import type { Identity } from '../identity/identity.ts'
import type { Counters } from '../limits/counters.ts'
import { trail } from '../telemetry/logger.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { createQuietTracing } from '../telemetry/quiet-tracing.ts'
import { newTraceId, parseTraceparent } from '../telemetry/trace-context.ts'
import type { Tracing } from '../telemetry/tracing.ts'
import { letConnectionsGo, watchConnections } from './connections.ts'
import { addConsole } from './console.ts'
import { AppError, notFound } from './errors.ts'
import { addGuard } from './guard.ts'
import { addHealth } from './health.ts'
import { addIdempotency } from './idempotency.ts'
import { addDocs, addOpenApi } from './openapi.ts'
import { addParsers, BODY_LIMIT } from './parsers.ts'
import { sendProblem } from './problem.ts'
import { rateLimitStore } from './rate-limit-store.ts'
import { refuseMalformed } from './refuse-malformed.ts'
import { addStorableCheck } from './refuse-unstorable.ts'
import { endStreams } from './sse.ts'
import { requestLabels, traceRequests } from './trace-requests.ts'
import './types.ts'

/** Requests of one key or person in a minute; sign-in has a limit of its own, far lower. */
const REQUESTS_PER_MINUTE = 60_000

const CORRELATION_ID = /^[A-Za-z0-9._:-]{1,128}$/

export interface AppDeps {
  logger: Logger
  database: Database
  identity: Identity
  metrics: Metrics
  metricsToken: string | null
  /** Default: none that leaves this process. */
  tracing?: Tracing
  /** Of requests. */
  counters: Counters
  /** null: there are no records to watch. */
  canaries: CanaryWatch | null
  routes: FastifyPluginAsync[]
}

/** Under this name Fastify tells a request's logger its id. */
const REQUEST_ID = 'id'

/** The one that was sent, else the trace's that was sent, else a new one that is a trace's id, too. */
const correlationIdOf = ({ headers }: RawRequestDefaultExpression): string => {
  const sent = headers['x-correlation-id']
  if (typeof sent === 'string' && CORRELATION_ID.test(sent)) return sent
  return parseTraceparent(headers.traceparent)?.traceId ?? newTraceId()
}

/** Asked for every few seconds by machines, who keep their own record of it. */
const PROBES = new Set(['/healthz', '/readyz', '/metrics'])

/** Builds the application; it listens nowhere yet. @throws when a route does not say who may call it. */
export async function createApp(deps: AppDeps): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: deps.logger,
    bodyLimit: BODY_LIMIT,
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: REQUEST_ID,
    }),
    childLoggerFactory: (logger, bindings, options, { headers }) =>
      logger.child(requestLabels(headers, String(bindings[REQUEST_ID])), options),
    // What is being answered gets its answer; `closeApp` ends what would take too long.
    forceCloseConnections: 'idle',
    // As long as a header may be: each route's own schema says how long a part of its path is.
    routerOptions: { maxParamLength: 16_384 },
    frameworkErrors: (error, request, reply) => {
      reply.header('x-correlation-id', request.id)
      sendProblem(error, request, reply)
    },
    clientErrorHandler: refuseMalformed,
    genReqId: correlationIdOf,
  }) as unknown as FastifyInstance
  watchConnections(app.server)
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(sendProblem)
  traceRequests(app, deps.tracing ?? createQuietTracing(), PROBES)
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-correlation-id', request.id)
  })
  app.addHook('onResponse', async (request, reply) => {
    // The route, not the address: what people search for is nobody's business here.
    const route = request.routeOptions.url ?? 'unknown'
    if (PROBES.has(route)) return
    request.log.info(
      {
        ...trail('http-request', null, reply.elapsedTime),
        'http.request.method': request.method,
        'http.response.status_code': reply.statusCode,
        'url.path': route,
      },
      `${request.method} ${route}`,
    )
  })
  addParsers(app)
  deps.metrics.observe(app)
  await addSecurityHeaders(app)
  addGuard(app, deps.identity.authenticate)
  await app.register(rateLimit, {
    max: REQUESTS_PER_MINUTE,
    timeWindow: '1 minute',
    store: rateLimitStore(deps.counters),
    hook: 'preHandler',
    keyGenerator: (request) => request.actor?.id ?? request.ip,
    errorResponseBuilder: (_request, context) =>
      new AppError(429, 'request.rate_limited', 'Too many requests.', {
        retryAfter: Math.ceil(context.ttl / 1000),
      }),
  })
  addStorableCheck(app)
  addIdempotency(app, deps.database)
  if (deps.canaries) watchAnswers(app, deps.canaries)
  await addOpenApi(app)
  await app.register(addHealth(deps))
  await app.register(deps.identity.routes)
  for (const routes of deps.routes) await app.register(routes)
  await addDocs(app)
  const answerWithPage = await addConsole(app)
  app.setNotFoundHandler((request, reply) => {
    if (!answerWithPage(request, reply)) throw notFound('route', `${request.method} ${request.url}`)
  })
  return app
}

/** Takes nothing new, answers what is being answered within the time (milliseconds), then cuts the rest off. */
export async function closeApp(app: FastifyInstance, graceMs: number): Promise<void> {
  const closed = app.close()
  endStreams(app.server)
  letConnectionsGo(app.server)
  const cutOff = setTimeout(() => app.server.closeAllConnections(), graceMs)
  await closed
  clearTimeout(cutOff)
}

async function addSecurityHeaders(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // The theme is set before the first paint by an inline script, and the API page brings its own.
        scriptSrc: ["'self'", "'unsafe-inline'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        objectSrc: ["'none'"],
      },
    },
    // Plain http on loopback is the default; the proxy in front of a real site adds this.
    strictTransportSecurity: false,
  })
}
