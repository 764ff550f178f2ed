/** A bare HTTP server for the client's tests: one handler, any free port. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'

interface SeenRequest {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}

type Handler = (request: SeenRequest, response: ServerResponse) => void

/** Listens until the test is over; answers the base URL and every request seen so far. */
export async function serve(handler: Handler): Promise<{ baseUrl: string; seen: SeenRequest[] }> {
  const seen: SeenRequest[] = []
  const server = createServer(async (incoming, response) => {
    const { method = '', url = '', headers } = incoming
    const request = { method, url, headers, body: await text(incoming) }
    seen.push(request)
    handler(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { baseUrl: `http://127.0.0.1:${port}`, seen }
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  const contentType = status < 400 ? 'application/json' : 'application/problem+json'
  response.writeHead(status, { 'content-type': contentType }).end(JSON.stringify(body))
}
