/** Whatever was thrown, as it may be kept: its type, its message without people, its stack, and what caused it. */
import type { ThrownError } from '@insa/contracts'
import { normaliseMessage } from './normalise-message.ts'
import { readFrames } from './stack-frames.ts'

/** Errors of a chain that are kept; beyond it causes only repeat each other. */
const LONGEST_CHAIN = 4
const LONGEST_TYPE = 100

/** Itself first, then what caused it. Never throws: who describes an error must not make another. */
export function describeError(error: unknown): [ThrownError, ...ThrownError[]] {
  const first = describeOne(error)
  const chain: [ThrownError, ...ThrownError[]] = [first]
  const seen = new Set([error])
  let next = causeOf(error)
  while (next !== undefined && !seen.has(next) && chain.length < LONGEST_CHAIN) {
    seen.add(next)
    chain.push(describeOne(next))
    next = causeOf(next)
  }
  return chain
}

/** Of several errors in one, the first. */
const causeOf = (error: unknown): unknown =>
  safely(() => {
    if (error instanceof AggregateError) return error.errors[0]
    return error instanceof Error ? error.cause : undefined
  })

function describeOne(error: unknown): ThrownError {
  if (!(error instanceof Error))
    return { type: typeof error, code: null, message: normaliseMessage(textOf(error)), frames: [] }
  const code = safely(() => (error as { code?: unknown }).code)
  return {
    type: (safely(() => typeNameOf(error)) ?? 'Error').slice(0, LONGEST_TYPE),
    code: typeof code === 'string' || typeof code === 'number' ? String(code).slice(0, 60) : null,
    message: normaliseMessage(
      safely(() => String(error.message)) ?? '',
      safely(() => quotesCode(error, code)),
    ),
    frames: readFrames(safely(() => String(error.stack ?? '')) ?? ''),
  }
}

/** Many libraries name their errors by the class alone. */
const typeNameOf = (error: Error) =>
  error.name.toLowerCase() === 'error' ? error.constructor.name || error.name : error.name

/** The engine quotes properties; PostgreSQL constraints and columns, in the errors that tell of those. */
const quotesCode = (error: Error, code: unknown): boolean =>
  // By name, for the browser's come as text.
  /^(Type|Reference)Error$/.test(error.name) ||
  (typeof code === 'string' && /^(23|42)[0-9A-Z]{3}$/.test(code))

/** Of an object only that it is one: what stands in it may be anybody's. */
const textOf = (value: unknown) =>
  typeof value === 'object' && value !== null ? 'An object was thrown.' : String(value)

/** A getter of a stranger's error may throw. */
function safely<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
