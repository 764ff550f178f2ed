/**
 * AWS's binary frames (application/vnd.amazon.eventstream) as the server-sent events that the Messages API streams. A frame: its
 * length, its headers' length, a checksum of both, headers, payload, a checksum of all before it; numbers big-endian.
 */
import { crc32 } from 'node:zlib'

/** Lengths and their checksum. */
const PRELUDE = 12
const CHECKSUM = 4
/** AWS's own limit is 16 MiB for the payload. */
const MAX_FRAME = 17 * 2 ** 20
/** Headers of ours are all text. */
const TEXT = 7

interface Frame {
  headers: Record<string, string>
  payload: Buffer
}

export function toServerSentEvents(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  let pending = Buffer.alloc(0)
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        pending = Buffer.concat([pending, chunk])
        for (;;) {
          const taken = takeFrame(pending)
          if (!taken) return
          pending = pending.subarray(taken.length)
          const event = eventOf(taken.frame)
          if (event !== null) controller.enqueue(Buffer.from(event))
        }
      },
    }),
  )
}

/** @throws Error when the bytes are not what was sent. */
function takeFrame(bytes: Buffer): { frame: Frame; length: number } | null {
  if (bytes.length < PRELUDE) return null
  const length = bytes.readUInt32BE(0)
  const headersLength = bytes.readUInt32BE(4)
  if (crc32(bytes.subarray(0, 8)) !== bytes.readUInt32BE(8) || length > MAX_FRAME)
    throw new Error('The stream’s frames are damaged.')
  if (bytes.length < length) return null
  const end = length - CHECKSUM
  if (crc32(bytes.subarray(0, end)) !== bytes.readUInt32BE(end))
    throw new Error('A frame of the stream is damaged.')
  const headersEnd = PRELUDE + headersLength
  const headers = readHeaders(bytes.subarray(PRELUDE, headersEnd))
  return { frame: { headers, payload: bytes.subarray(headersEnd, end) }, length }
}

function readHeaders(bytes: Buffer): Record<string, string> {
  const headers: Record<string, string> = {}
  for (let at = 0; at < bytes.length; ) {
    const nameEnd = at + 1 + bytes.readUInt8(at)
    const name = bytes.toString('utf8', at + 1, nameEnd)
    if (bytes.readUInt8(nameEnd) !== TEXT) throw new Error(`The header ${name} is no text.`)
    const valueAt = nameEnd + 3
    at = valueAt + bytes.readUInt16BE(nameEnd + 1)
    headers[name] = bytes.toString('utf8', valueAt, at)
  }
  return headers
}

/** Exceptions that mean: later. */
const LATER = new Set([
  'throttlingException',
  'serviceUnavailableException',
  'modelTimeoutException',
])

/** @returns null for a frame that carries no event, as what keeps a line open. */
function eventOf({ headers, payload }: Frame): string | null {
  if (headers[':message-type'] !== 'event') {
    const type = headers[':exception-type'] ?? headers[':error-code'] ?? 'api_error'
    const { message } = parse(payload.toString()) as { message?: string }
    const error = {
      type: LATER.has(type) ? 'overloaded_error' : 'api_error',
      message: message ?? headers[':error-message'] ?? type,
    }
    return sse('error', { type: 'error', error })
  }
  const { bytes } = parse(payload.toString()) as { bytes?: string }
  if (bytes === undefined) return null
  const event = parse(Buffer.from(bytes, 'base64').toString()) as { type?: string }
  return typeof event.type === 'string' ? sse(event.type, event) : null
}

const sse = (name: string, data: unknown) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`

function parse(json: string): unknown {
  try {
    return JSON.parse(json) ?? {}
  } catch {
    return {}
  }
}
