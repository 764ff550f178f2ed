/** `Prefer: wait=S` (RFC 7240): how long the caller would wait for the result of long work. */
import type { FastifyRequest } from 'fastify'

/** Longest wait granted, in seconds. */
const MAX_WAIT_S = 30

/** @returns seconds, or null when the caller does not want to wait (or says something unreadable, which a preference may). */
export function readWait(request: FastifyRequest): number | null {
  const header = request.headers.prefer
  const text = Array.isArray(header) ? header.join(',') : (header ?? '')
  const match = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})"?/i.exec(text)
  const seconds = Number(match?.[1] ?? 0)
  return seconds > 0 ? Math.min(seconds, MAX_WAIT_S) : null
}
