/** PostgreSQL: shutting down, too many clients; and what the network says. */
const CODES: ReadonlySet<unknown> = new Set([
  '53300',
  '57P01',
  '57P03',
  '08006',
  '08001',
  '08003',
  // It was left in the middle of a transaction for too long.
  '25P03',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
])

/** pg says these in words alone. */
const WORDS = /Connection terminated|timeout expired|Query read timeout/

/** The server cannot be reached, or ended the connection: another try may do better. */
export function isDatabaseAway(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  return CODES.has(code) || (typeof message === 'string' && WORDS.test(message))
}

/** Every connection of the pool is in use, and none came free in time. */
export const isPoolExhausted = (error: unknown): boolean =>
  error instanceof Error && /timeout exceeded when trying to connect/.test(error.message)
