/** Server-sent events: numbered, so that a reader who lost the connection says `Last-Event-ID` and misses nothing. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { invalid } from './errors.ts'

export interface NumberedEvent {
  seq: number
  type: string
  data: unknown
}

/** The readers of each server, to let them go when it closes. */
const readers = new WeakMap<object, Set<AbortController>>()

function readersOf(server: object): Set<AbortController> {
  const known = readers.get(server) ?? new Set()
  readers.set(server, known)
  return known
}

/** Ends every stream of this server: by themselves they would keep it from closing. Their readers come back elsewhere. */
export function endStreams(server: object): void {
  for (const reader of readersOf(server)) reader.abort()
}

/** A comment line keeps proxies from closing a quiet stream. Milliseconds. */
const HEARTBEAT_MS = 15_000

/** @throws AppError 422 when `Last-Event-ID` is not a number. */
export function readLastEventId(request: FastifyRequest): number | null {
  const header = request.headers['last-event-id']
  if (header === undefined || header === '') return null
  const id = Number(header)
  if (!Number.isSafeInteger(id) || id < 0) {
    throw invalid([
      {
        path: 'Last-Event-ID',
        code: 'invalid_event_id',
        message: 'Must be the number of an event.',
      },
    ])
  }
  return id
}

/**
 * Streams until the source ends, the reader goes, or may no longer read: that is asked at each heartbeat. The signal given
 * to the source is aborted then.
 */
export async function sendEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  stillAllowed: () => Promise<boolean>,
  source: (signal: AbortSignal) => AsyncIterable<NumberedEvent>,
): Promise<void> {
  const gone = new AbortController()
  reply.hijack()
  const { raw } = reply
  raw.on('close', () => gone.abort())
  // A reader who left while the session was being looked up has sent its `close` already: nobody would end this stream.
  if (raw.destroyed || request.raw.destroyed) return
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    connection: 'keep-alive',
    'x-accel-buffering': 'no',
    'x-correlation-id': request.id,
  })
  raw.write('retry: 1000\n\n')
  const others = readersOf(request.server.server)
  others.add(gone)
  const heartbeat = setInterval(async () => {
    raw.write(': still here\n\n')
    if (!(await stillAllowed())) gone.abort()
  }, HEARTBEAT_MS)
  try {
    for await (const event of source(gone.signal)) {
      const ok = raw.write(
        `id: ${event.seq}\nevent: ${event.type}\ndata: ${JSON.stringify(event.data)}\n\n`,
      )
      if (!ok && !gone.signal.aborted)
        await new Promise((resume) => raw.once('drain', resume).once('close', resume))
    }
  } catch (error) {
    request.log.warn({ err: error }, 'An event stream ended early')
  } finally {
    clearInterval(heartbeat)
    others.delete(gone)
    raw.end()
  }
}
