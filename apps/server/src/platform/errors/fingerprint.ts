/**
 * Which group an error belongs to. As Sentry does: by type and stack, and of the stack by our own frames' files and functions, not
 * their lines, which move with every edit. Without frames of ours by type and message. (docs/monitoring.md)
 */
import { createHash } from 'node:crypto'
import type { ErrorOrigin, ThrownError } from '@insa/contracts'
import { isDatabaseAway, isPoolExhausted } from '../database/database-away.ts'

interface Seen {
  origin: ErrorOrigin
  where: string
  /** What failed, in words. */
  what: string
  /** As it was thrown. */
  error: unknown
  chain: readonly ThrownError[]
}

/** @returns 32 hexadecimal digits. */
export const fingerprintOf = (seen: Seen): string =>
  createHash('sha256')
    .update(JSON.stringify(partsOf(seen)))
    .digest('hex')
    .slice(0, 32)

function partsOf({ origin, where, what, error, chain }: Seen): unknown[] {
  // While the database is away every statement fails in a place of its own: it is one thing.
  if (isDatabaseAway(error) || isPoolExhausted(error))
    return ['away', chain[0]?.type, chain[0]?.code, chain[0]?.message]
  // The console's files are minified: names and files change with every build.
  if (origin === 'browser') return [origin, where, chain[0]?.type, chain[0]?.message]
  const frames = chain.map(frameKeys)
  if (frames.every((keys) => keys.length === 0))
    return [what, ...chain.map(({ type, code, message }) => [type, code, message])]
  return chain.map(({ type, code }, i) => [type, code, frames[i]])
}

/** A recursion that went deeper is the same error. */
const frameKeys = ({ frames }: ThrownError): string[] =>
  frames
    .filter((frame) => frame.in_app)
    .map((frame) => `${frame.file}#${frame.function ?? ''}`)
    .filter((key, i, keys) => key !== keys[i - 1])
