/**
 * Where Claude Code finds its model: a proxy of ours on loopback. The process is given its address and a worthless key; the
 * real key, the budget and the retries are here. Each process has an address of its own that no other can guess, and through
 * it reaches one path of one host and nothing else.
 */
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import type { ModelCalls } from './model-calls.ts'
import type { ModelRun } from './model-run.ts'
import { refusedResponse } from './model-trouble.ts'

export interface ProxyDoor {
  /** What the process takes for the API's address. */
  url: string
  /** From now on the calls are this run's; before, and after `close`, they are refused. */
  use(run: ModelRun): void
  close(): void
}

export interface ModelProxy {
  open(): ProxyDoor
  stop(): Promise<void>
}

/** A request longer than this is not Claude Code's. */
const MAX_BODY_BYTES = 8 * 1024 * 1024

/** Listens on a free port of the loopback. */
export async function startModelProxy(calls: ModelCalls): Promise<ModelProxy> {
  const doors = new Map<string, { run: ModelRun | null }>()

  async function answer(request: IncomingMessage): Promise<Response> {
    const [, token = '', path = ''] = /^\/([^/]+)(\/.*)$/.exec(request.url ?? '') ?? []
    const door = doors.get(token)
    if (!door) return refusedResponse(404, 'There is nothing here.')
    if (request.method !== 'POST' || path.split('?')[0] !== '/v1/messages')
      return refusedResponse(
        404,
        `This proxy passes on messages only, not ${request.method} ${path}.`,
      )
    const body = await readBody(request)
    if (!door.run) return refusedResponse(403, 'No run is open.')
    if (body === null) return refusedResponse(413, 'The request is too long.')
    return calls.send(door.run, { path, headers: headersOf(request), body })
  }

  const server = createServer((request, response) => {
    answer(request)
      .then((answered) => pass(answered, response))
      // The run was aborted or the line broke: the caller sees a cut line, as it would from the API.
      .catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo

  return {
    open() {
      const token = randomBytes(24).toString('base64url')
      const door: { run: ModelRun | null } = { run: null }
      doors.set(token, door)
      return {
        url: `http://127.0.0.1:${port}/${token}`,
        use: (run) => {
          door.run = run
        },
        close: () => void doors.delete(token),
      }
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength
    if (bytes > MAX_BODY_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const headersOf = (request: IncomingMessage): Headers =>
  new Headers(
    Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  )

async function pass(answered: Response, response: ServerResponse): Promise<void> {
  response.writeHead(answered.status, Object.fromEntries(answered.headers))
  if (answered.body) await pipeline(answered.body as ReadableStream, response)
  else response.end()
}
