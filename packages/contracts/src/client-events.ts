/** Server-sent events over fetch (EventSource cannot send an API key), reconnecting with Last-Event-ID. */
import { createParser } from 'eventsource-parser'
import { ApiError } from './client-error.ts'
import type { Transport } from './client-transport.ts'
import { EventPayload } from './events.ts'

/** First wait before a reconnect; doubles up to the longest, with jitter so that tabs do not return as a herd. */
const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 15_000
/** A stream silent for longer is taken as dead (a laptop that slept): the server's comment lines come more often. */
const SILENCE_MS = 90_000

export interface ServerEvent {
  /** The `id:` of the event; hand the last one in as `lastEventId` to go on after it. */
  id: string
  payload: EventPayload
}

export interface EventOptions {
  /** Ends the stream: the loop over it finishes without an error. */
  signal?: AbortSignal | undefined
  lastEventId?: string | undefined
  /** How many failed connections in a row are borne before the error is thrown. Endless unless set. */
  attempts?: number | undefined
  /** `live` when connected, `waiting` between two connections. */
  onState?: ((state: 'live' | 'waiting') => void) | undefined
  /** Milliseconds of the first wait before a reconnect; 500 unless the caller or the stream's `retry:` says otherwise. */
  retryMs?: number | undefined
}

interface StreamSource {
  transport: Transport
  path: string
  /** Asked when the server has ended a stream in order: is there nothing more to come? */
  isOver: () => Promise<boolean>
}

/** The events of one stream, over as many connections as it takes. Events of a type this version does not know are passed over. */
export async function* streamEvents(
  source: StreamSource,
  options: EventOptions = {},
): AsyncGenerator<ServerEvent, void, undefined> {
  const position: Position = {
    lastEventId: options.lastEventId,
    retryMs: options.retryMs ?? FIRST_DELAY_MS,
    failures: 0,
  }
  while (!options.signal?.aborted) {
    try {
      yield* connection(source, options, position)
      if (options.signal?.aborted || (await source.isOver())) return
    } catch (error) {
      if (options.signal?.aborted) return
      position.failures += 1
      if (!mayRetry(error) || position.failures > (options.attempts ?? Infinity)) throw error
      position.serverDelayMs = error.retryAfterSeconds === null ? 0 : error.retryAfterSeconds * 1000
    }
    options.onState?.('waiting')
    await pause(delayOf(position), options.signal)
  }
}

interface Position {
  lastEventId: string | undefined
  retryMs: number
  failures: number
  serverDelayMs?: number
}

async function* connection(
  { transport, path }: StreamSource,
  options: EventOptions,
  position: Position,
): AsyncGenerator<ServerEvent, void, undefined> {
  const silence = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, silence.signal]) : silence.signal
  const headers = {
    accept: 'text/event-stream',
    ...(position.lastEventId === undefined ? {} : { 'last-event-id': position.lastEventId }),
  }
  let timer = setTimeout(() => silence.abort(), SILENCE_MS)
  try {
    const response = await transport.open({ method: 'GET', path, headers }, { signal })
    options.onState?.('live')
    position.failures = 0
    for await (const event of eventsOf(response, position)) {
      clearTimeout(timer)
      timer = setTimeout(() => silence.abort(), SILENCE_MS)
      if (event === 'chunk') continue
      position.lastEventId = event.id
      yield event
    }
  } catch (error) {
    // A broken connection is what reconnecting is for; only what the server said in words is an error.
    if (error instanceof ApiError) throw error
  } finally {
    clearTimeout(timer)
    silence.abort()
  }
}

/** Parsed events as they come; `chunk` for every piece read, so that comment lines count as a sign of life. */
async function* eventsOf(
  response: Response,
  position: Position,
): AsyncGenerator<ServerEvent | 'chunk', void, undefined> {
  if (!response.body) return
  const waiting: ServerEvent[] = []
  const parser = createParser({
    onEvent: ({ id, data }) => {
      const payload = payloadOf(data)
      if (payload) waiting.push({ id: id ?? position.lastEventId ?? '', payload })
    },
    onRetry: (ms) => {
      position.retryMs = ms
    },
  })
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    parser.feed(decoder.decode(read.value, { stream: true }))
    yield 'chunk'
    yield* waiting.splice(0)
  }
}

function payloadOf(data: string): EventPayload | undefined {
  try {
    return EventPayload.safeParse(JSON.parse(data)).data
  } catch {
    return undefined // Not JSON: an event of a kind we do not know.
  }
}

/** Nobody there, too many requests, and faults of the server pass; a refusal does not get better by asking again. */
function mayRetry(error: unknown): error is ApiError {
  if (!(error instanceof ApiError)) return false
  return error.status === 0 || error.status === 429 || error.status >= 500
}

function delayOf({ retryMs, failures, serverDelayMs = 0 }: Position): number {
  const grown = Math.min(LONGEST_DELAY_MS, retryMs * 2 ** Math.max(0, failures - 1))
  return Math.max(serverDelayMs, grown * (0.5 + Math.random() / 2))
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', done)
    if (signal?.aborted) done()
  })
}
