/** The double's door: HTTP or HTTPS on loopback, faults first. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { answerRequest, type Door } from './answer-request.ts'
import { errorV1, htmlPage, type Reply } from './envelopes.ts'
import { type Faults, faultReply } from './faults.ts'
import { FrappeError } from './frappe-error.ts'
import { BodyTooLarge, readBody, readRequest } from './read-request.ts'
import { contextOf, GUEST } from './request-context.ts'

export interface SeenRequest {
  method: string
  /** With its query. */
  path: string
  headers: Record<string, string>
  body: string
  /** Of the answer; null where none was given. */
  status: number | null
}

export interface ServeOptions {
  port: number
  tls?: { cert: string; key: string }
  faults: Faults
  seen: SeenRequest[]
}

export interface Served {
  url: string
  port: number
  close(): Promise<void>
}

export async function serveDouble(door: Door, options: ServeOptions): Promise<Served> {
  const handle = (request: IncomingMessage, response: ServerResponse) =>
    void exchange(door, options, request, response).catch(() => request.socket.destroy())
  const server = options.tls ? createTlsServer(options.tls, handle) : createServer(handle)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function exchange(
  door: Door,
  { faults, seen }: ServeOptions,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const entry: SeenRequest = {
    method: message.method ?? '',
    path: message.url ?? '',
    headers: Object.fromEntries(Object.entries(message.headers).map(([k, v]) => [k, String(v)])),
    body: '',
    status: null,
  }
  seen.push(entry)
  const body = await readOrRefuse(message)
  if (!Buffer.isBuffer(body)) return write(response, entry, body)
  entry.body = body.toString()
  const fault = await faults.draw(entry)
  if (fault === 'drop') return void message.socket.destroy()
  const instead = fault && faultReply(fault)
  if (instead) return write(response, entry, instead)
  const reply = await answer(door, message, body)
  if (fault === 'lose') return void message.socket.destroy()
  if (fault === 'cut') return cut(response, entry, reply)
  write(response, entry, reply)
}

async function readOrRefuse(message: IncomingMessage): Promise<Buffer | Reply> {
  try {
    return await readBody(message)
  } catch (error) {
    if (error instanceof BodyTooLarge) return htmlPage(413, 'Request Entity Too Large')
    throw error
  }
}

async function answer(door: Door, message: IncomingMessage, body: Buffer): Promise<Reply> {
  try {
    return answerRequest(door, await readRequest(message, body))
  } catch (error) {
    if (!(error instanceof FrappeError)) throw error
    return {
      status: error.status,
      body: errorV1(contextOf(door.site, door.documents, GUEST), error),
    }
  }
}

function encode(reply: Reply): { headers: Record<string, string | string[]>; body: Buffer } {
  if (Buffer.isBuffer(reply.body)) return { headers: reply.headers ?? {}, body: reply.body }
  if (typeof reply.body === 'string')
    return { headers: reply.headers ?? {}, body: Buffer.from(reply.body) }
  return {
    headers: { 'content-type': 'application/json', ...reply.headers },
    body: Buffer.from(JSON.stringify(reply.body)),
  }
}

function write(response: ServerResponse, entry: SeenRequest, reply: Reply): void {
  const { headers, body } = encode(reply)
  entry.status = reply.status
  response.writeHead(reply.status, { ...headers, 'content-length': body.length }).end(body)
}

function cut(response: ServerResponse, entry: SeenRequest, reply: Reply): void {
  const { headers, body } = encode(reply)
  entry.status = reply.status
  response.writeHead(reply.status, { ...headers, 'content-length': body.length })
  response.write(body.subarray(0, Math.ceil(body.length / 2)), () => response.destroy())
}
