/** A whitelisted function: what may be called under /api/method/. */
import type { Row } from '../doctype.ts'
import { FrappeError } from '../frappe-error.ts'
import type { FrappeRequest } from '../read-request.ts'
import type { RequestContext } from '../request-context.ts'

export interface Method {
  /** All where absent. */
  verbs?: readonly string[]
  guest?: boolean
  run(ctx: RequestContext, args: Row, request: FrappeRequest): unknown
}

export type Methods = Readonly<Record<string, Method>>

/** Keys that stand beside `message` in the answer. */
export class TopLevel {
  readonly keys: Row
  constructor(keys: Row) {
    this.keys = keys
  }
}

/** @throws what Python raises for a missing argument: 500. */
export function need(args: Row, name: string): unknown {
  if (args[name] !== undefined) return args[name]
  throw new FrappeError('TypeError', `missing 1 required positional argument: '${name}'`, {
    silent: true,
  })
}

export const needText = (args: Row, name: string): string => {
  const value = need(args, name)
  if (typeof value === 'object')
    throw new FrappeError(
      'FrappeTypeError',
      `Argument '${name}' should be of type 'str' but got '${Array.isArray(value) ? 'list' : 'dict'}' instead.`,
    )
  return String(value)
}

export const POST = ['POST'] as const
export const WRITE = ['POST', 'PUT'] as const
