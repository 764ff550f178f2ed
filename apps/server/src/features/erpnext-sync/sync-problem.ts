/** Failures of the site, told apart by whom they stop: everything, or the one record. */
import type { SyncProblem } from '@insa/contracts'
import { explainFailure, type FailureKind, FrappeFailure } from '@insa/mcp-servers/erpnext'

/** The site does not serve us: nothing else would fare better. */
const STOPS_ALL: ReadonlySet<FailureKind> = new Set([
  'unauthorized',
  'forbidden',
  'unknown_doctype',
  'rate_limited',
  'unavailable',
  'timeout',
  'unreachable',
  'certificate',
  'not_frappe',
])

/** @param error of work on the whole site, or on one record, where `forbidden` may mean that record alone. */
export function stopsAll(error: unknown): boolean {
  if (!(error instanceof FrappeFailure)) return false
  // A page instead of data; with a traceback it is about what was sent.
  if (error.kind === 'site_error') return error.exception === null
  return STOPS_ALL.has(error.kind)
}

/** It is about the one record that was read: another may be served, and if none is, the next look says so. */
export const isOfOneRecord = (error: unknown): error is FrappeFailure =>
  error instanceof FrappeFailure && (error.kind === 'forbidden' || !stopsAll(error))

/** An error of our own: its words are for the log. */
export const ownProblem = (at: Date): SyncProblem => ({
  code: 'internal',
  message: 'INSA CRM failed at the exchange with ERPNext. It is tried again.',
  todo: 'If it stays: the program’s log says what failed.',
  at: at.toISOString(),
})

export function problemOf(error: FrappeFailure, at: Date): SyncProblem {
  const said = [...new Set([error.message, ...error.messages])].join('\n')
  const whole = explainFailure(error)
  const todo = whole.slice(said.length).trim()
  return {
    code: error.kind,
    message: said.slice(0, 1_000),
    todo: todo === '' ? null : todo,
    at: at.toISOString(),
  }
}

const LONGEST_PAUSE_MS = 5 * 60_000

/** When the site is tried again: sooner at first, and never before it says so. */
export function retryAt(
  error: unknown,
  { failures, firstMs }: { failures: number; firstMs: number },
  now: Date,
): Date {
  const backoff = Math.min(firstMs * 2 ** failures, LONGEST_PAUSE_MS)
  const asked = error instanceof FrappeFailure ? (error.retryAfterSeconds ?? 0) * 1_000 : 0
  return new Date(now.getTime() + Math.max(backoff, asked))
}
