/** A span for every request, and the trace that its log lines tell. */
import { AsyncResource } from 'node:async_hooks'
import type { FastifyInstance, FastifyRequest, RawRequestDefaultExpression } from 'fastify'
import { parseTraceparent, traceIdOf } from '../telemetry/trace-context.ts'
import type { Span, Tracing } from '../telemetry/tracing.ts'

type Headers = RawRequestDefaultExpression['headers']

/** Of who sent it, where they have one; else the one that its correlation id stands for. */
const traceOfRequest = (headers: Headers, correlationId: string): string =>
  parseTraceparent(headers.traceparent)?.traceId ?? traceIdOf(correlationId)

/** What the log tells in every line of a request. */
export function requestLabels(headers: Headers, correlationId: string): Record<string, string> {
  const traceId = traceOfRequest(headers, correlationId)
  return {
    'trace.id': traceId,
    ...(traceId === correlationId ? {} : { 'labels.correlation_id': correlationId }),
  }
}

interface Traced {
  span: Span
  /** A body is read in the connection's own context: what comes after goes on in the span's. */
  context: AsyncResource
}

/** Call before any other hook. @param except routes that are asked all the time. */
export function traceRequests(
  app: FastifyInstance,
  tracing: Tracing,
  except: ReadonlySet<string>,
): void {
  const open = new WeakMap<FastifyRequest, Traced>()
  app.addHook('onRequest', (request, _reply, done) => {
    const { method, headers, id } = request
    const route = request.routeOptions.url ?? 'unknown'
    if (except.has(route)) return done()
    const span = tracing.begin({
      name: `${method} ${route}`,
      kind: 'server',
      parent: parseTraceparent(headers.traceparent) ? String(headers.traceparent) : null,
      traceId: traceOfRequest(headers, id),
      // The route, not the address: what people search for is nobody's business.
      attributes: {
        'http.request.method': method,
        'http.route': route,
        'url.scheme': request.protocol,
        'insa.correlation_id': id,
      },
    })
    span.run(() => {
      open.set(request, { span, context: new AsyncResource('request') })
      done()
    })
  })
  app.addHook('preValidation', (request, _reply, done) => {
    const traced = open.get(request)
    if (traced) traced.context.runInAsyncScope(done)
    else done()
  })
  app.addHook('onResponse', async (request, reply) => {
    const span = open.get(request)?.span
    if (!span) return
    span.set({ 'http.response.status_code': reply.statusCode })
    if (reply.statusCode >= 500) span.fail(String(reply.statusCode))
    span.end()
  })
}
