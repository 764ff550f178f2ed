/** An OpenTelemetry collector for tests: takes traces by OTLP/HTTP, as JSON; of protobuf it only notes that it came. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface CollectedSpan {
  traceId: string
  spanId: string
  /** Empty: the trace begins there. */
  parentSpanId: string
  name: string
  /** As OTLP counts: 1 internal, 2 server, 3 client, 5 consumer. */
  kind: number
  attributes: Record<string, unknown>
  /** 2: an error. */
  status: number
  /** Of the process that sent it. */
  resource: Record<string, unknown>
}

export interface OtlpCollector {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  url: string
  spans: CollectedSpan[]
  /** Media types and paths of what came. */
  received: { path: string; type: string; bytes: number }[]
  /** Everything that came as JSON, as it was written. */
  raw(): string
  stop(): Promise<void>
}

interface Attribute {
  key: string
  value: Record<string, unknown>
}
interface Body {
  resourceSpans: {
    resource: { attributes: Attribute[] }
    scopeSpans: {
      spans: (Omit<CollectedSpan, 'attributes' | 'status' | 'resource'> & {
        attributes: Attribute[]
        status: { code?: number }
      })[]
    }[]
  }[]
}

export async function startOtlpCollector(): Promise<OtlpCollector> {
  const bodies: string[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks)
      const type = request.headers['content-type'] ?? ''
      collector.received.push({ path: request.url ?? '', type, bytes: body.length })
      if (type === 'application/json') take(body.toString('utf8'))
      response.writeHead(200, { 'content-type': type }).end(type === 'application/json' ? '{}' : '')
    })
  })
  const take = (text: string) => {
    bodies.push(text)
    for (const { resource, scopeSpans } of (JSON.parse(text) as Body).resourceSpans)
      for (const span of scopeSpans.flatMap((scope) => scope.spans))
        collector.spans.push({
          ...span,
          parentSpanId: span.parentSpanId ?? '',
          attributes: plain(span.attributes),
          status: span.status.code ?? 0,
          resource: plain(resource.attributes),
        })
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const collector: OtlpCollector = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: [],
    received: [],
    raw: () => bodies.join('\n'),
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return collector
}

const plain = (attributes: Attribute[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))
