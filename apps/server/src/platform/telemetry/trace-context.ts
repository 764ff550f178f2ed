/** W3C Trace Context: which trace something belongs to, and which span it was begun in. */
import { createHash, randomBytes } from 'node:crypto'

export interface TraceContext {
  /** 32 hexadecimal digits. */
  traceId: string
  /** 16 hexadecimal digits. */
  spanId: string
  sampled: boolean
}

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/
const SAMPLED = 1

/** @returns null for what is no traceparent of version 00, or names no trace. */
export function parseTraceparent(text: unknown): TraceContext | null {
  const match = typeof text === 'string' ? TRACEPARENT.exec(text) : null
  const [, traceId = '', spanId = '', flags = '0'] = match ?? []
  if (!match || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return null
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & SAMPLED) === SAMPLED }
}

export const formatTraceparent = ({ traceId, spanId, sampled }: TraceContext): string =>
  `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`

export const newTraceId = (): string => randomBytes(16).toString('hex')
export const newSpanId = (): string => randomBytes(8).toString('hex')

/**
 * The trace that a correlation id stands for: itself, where it is a trace's id or a UUID; of any other text always the same one.
 */
export function traceIdOf(correlationId: string): string {
  const digits = correlationId.replaceAll('-', '').toLowerCase()
  if (/^[0-9a-f]{32}$/.test(digits) && !/^0+$/.test(digits)) return digits
  return createHash('sha256').update(correlationId).digest('hex').slice(0, 32)
}

/** The trace of what a row tells of. @param traceparent of rows before there were traces: null. */
export const traceIdOfRow = (row: { traceparent: string | null; correlation_id: string }): string =>
  parseTraceparent(row.traceparent)?.traceId ?? traceIdOf(row.correlation_id)
