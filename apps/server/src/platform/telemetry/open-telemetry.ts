/**
 * Spans to a collector, by OTLP over HTTP. Loaded where one is set. What OpenTelemetry's variables say of sampling, batches, limits,
 * headers and the resource, its SDK reads by itself.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import {
  type Context,
  ROOT_CONTEXT,
  type Span as SdkSpan,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api'
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources'
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base'
import { formatTraceparent, newSpanId, newTraceId, parseTraceparent } from './trace-context.ts'
import type { Span, SpanAttributes, SpanSpec, Tracing } from './tracing.ts'

export interface OpenTelemetryOptions {
  /** Where spans are posted: `http://collector:4318/v1/traces`. */
  url: string
  protocol: 'http/protobuf' | 'http/json'
  version: string
  /** What this process does. */
  roles: readonly string[]
}

/** Milliseconds. A collector that is away must not hold the end of a process up. */
const LAST_WORDS_MS = 3_000

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
}

export async function createOpenTelemetry(options: OpenTelemetryOptions): Promise<Tracing> {
  /** Of the root that begins in this very moment. */
  let rootId: string | undefined
  const provider = new BasicTracerProvider({
    resource: defaultResource()
      .merge(
        resourceFromAttributes({
          'service.name': 'insa-crm',
          'service.version': options.version,
          'service.instance.id': newTraceId(),
          'insa.roles': [...options.roles],
        }),
      )
      // What the environment says of itself goes before.
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(await exporterOf(options))],
    idGenerator: { generateTraceId: () => rootId ?? newTraceId(), generateSpanId: newSpanId },
  })
  const tracer = provider.getTracer('insa-crm', options.version)
  const active = new AsyncLocalStorage<Context>()
  const byKey = new Map<string, Context>()

  const start = (spec: SpanSpec, parent: Context) => {
    rootId = spec.traceId
    const attributes = known(spec.attributes ?? {})
    const sdkSpan = tracer.startSpan(spec.name, { kind: KINDS[spec.kind], attributes }, parent)
    rootId = undefined
    return sdkSpan
  }
  return {
    begin(spec) {
      const parent =
        spec.parent === undefined
          ? (active.getStore() ?? byKey.get(spec.under ?? ''))
          : remoteContext(spec.parent)
      const sdkSpan = start(spec, parent ?? ROOT_CONTEXT)
      const context = trace.setSpan(parent ?? ROOT_CONTEXT, sdkSpan)
      const { key } = spec
      if (key !== undefined) byKey.set(key, context)
      return spanOf(sdkSpan, {
        run: (work) => active.run(context, work),
        onEnd: () => key !== undefined && byKey.delete(key),
      })
    },
    traceparent() {
      const context = active.getStore()
      const sdkSpan = context && trace.getSpan(context)
      return sdkSpan ? traceparentOf(sdkSpan) : null
    },
    async stop() {
      let timer: NodeJS.Timeout | undefined
      const patience = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, LAST_WORDS_MS)
      })
      await Promise.race([provider.shutdown().catch(() => undefined), patience])
      clearTimeout(timer)
    },
  }
}

async function exporterOf({ url, protocol }: OpenTelemetryOptions): Promise<SpanExporter> {
  const { OTLPTraceExporter } =
    protocol === 'http/json'
      ? await import('@opentelemetry/exporter-trace-otlp-http')
      : await import('@opentelemetry/exporter-trace-otlp-proto')
  return new OTLPTraceExporter({ url })
}

function remoteContext(traceparent: string | null | undefined): Context | undefined {
  const parent = parseTraceparent(traceparent)
  if (!parent) return undefined
  const { traceId, spanId, sampled } = parent
  const traceFlags = sampled ? TraceFlags.SAMPLED : TraceFlags.NONE
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true })
}

function traceparentOf(sdkSpan: SdkSpan): string {
  const { traceId, spanId, traceFlags } = sdkSpan.spanContext()
  return formatTraceparent({ traceId, spanId, sampled: (traceFlags & TraceFlags.SAMPLED) !== 0 })
}

const spanOf = (
  sdkSpan: SdkSpan,
  { run, onEnd }: Pick<Span, 'run'> & { onEnd: () => void },
): Span => ({
  traceparent: traceparentOf(sdkSpan),
  set: (attributes) => void sdkSpan.setAttributes(known(attributes)),
  fail(type) {
    sdkSpan.setAttribute('error.type', type)
    sdkSpan.setStatus({ code: SpanStatusCode.ERROR })
  },
  end() {
    onEnd()
    sdkSpan.end()
  },
  run,
})

const known = (attributes: SpanAttributes) =>
  Object.fromEntries(
    Object.entries(attributes).filter(([, value]) => value !== undefined),
  ) as Record<string, string | number | boolean>
