/** What is no HTTP, or too slow or too long in its headers to become a request, is told so as a problem too. */
import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Problem } from '@insa/contracts'

/** By the code of Node's HTTP parser; anything else is 400. */
const REASONS: Record<string, { status: number; code: string; detail: string }> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'request.timeout',
    detail: 'The request did not arrive in time.',
  },
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'request.headers_too_large',
    detail: 'The headers are too large.',
  },
}
const UNREADABLE = { status: 400, code: 'request.unreadable', detail: 'This is not valid HTTP.' }

/** Answers on the bare socket and closes it: there is no request to reply to. */
export function refuseMalformed(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const { status, code, detail } = REASONS[error.code ?? ''] ?? UNREADABLE
  const title = STATUS_CODES[status] ?? 'Error'
  const problem: Problem = {
    type: `urn:insa:problem:${code}`,
    title,
    status,
    code,
    detail,
    correlation_id: randomUUID(),
  }
  const body = JSON.stringify(problem)
  if (socket.writable) {
    const head = [
      `HTTP/1.1 ${status} ${title}`,
      'content-type: application/problem+json; charset=utf-8',
      `x-correlation-id: ${problem.correlation_id}`,
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
    ]
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`)
  }
  socket.destroy(error)
}
