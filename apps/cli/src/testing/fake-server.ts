/** A tiny HTTP server that speaks the contract: a test says what each route answers. */
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { EventPayload, Problem } from '@insa/contracts'
import { onTestFinished } from 'vitest'

interface SeenRequest {
  /** `GET /api/v1/leads`. */
  route: string
  query: URLSearchParams
  headers: NodeJS.Dict<string | string[]>
  body: string
}

/** A body is answered with 200, a Response-like `{ status, body }` as it says, events as a stream that ends, lines as they are. */
type Answer =
  | { body: unknown; status?: number; headers?: Record<string, string> }
  | { events: readonly EventPayload[]; isEndless?: boolean }
  | { lines: readonly string[] }

type Routes = Record<string, (request: SeenRequest) => Answer>

interface FakeServer {
  url: string
  seen: SeenRequest[]
}

/** Serves until the test is over. A route that the test did not name answers 404. */
export async function fakeServer(routes: Routes): Promise<FakeServer> {
  const seen: SeenRequest[] = []
  const server = createServer(async (incoming, response) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://test')
    const request: SeenRequest = {
      route: `${incoming.method} ${pathname}`,
      query: searchParams,
      headers: incoming.headers,
      body: await text(incoming),
    }
    seen.push(request)
    send(
      response,
      routes[request.route]?.(request) ?? problem(404, 'http.not_found', 'No such route.'),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}

export function problem(
  status: number,
  code: string,
  detail: string,
  more: Partial<Problem> = {},
): Answer {
  const body: Problem = {
    type: 'about:blank',
    title: `Problem ${status}`,
    status,
    code,
    detail,
    correlation_id: 'c-7',
    ...more,
  }
  return { status, body }
}

export const page = (...data: readonly unknown[]): Answer => ({ body: { data, next_cursor: null } })

function send(response: ServerResponse, answer: Answer): void {
  if ('events' in answer) {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const [index, payload] of answer.events.entries()) {
      response.write(
        `id: ${index + 1}\nevent: ${payload.type}\ndata: ${JSON.stringify(payload)}\n\n`,
      )
    }
    if (!answer.isEndless) response.end()
    return
  }
  if ('lines' in answer) {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    for (const line of answer.lines) response.write(`${line}\n`)
    response.end()
    return
  }
  const { status = 200, body, headers } = answer
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}
