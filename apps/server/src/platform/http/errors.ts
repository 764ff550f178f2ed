/** Every error that a caller may see: a stable code, an HTTP status, and nothing about the inside. */
import type { FieldProblem } from '@insa/contracts'

export interface AppErrorOptions {
  errors?: FieldProblem[]
  /** Seconds, sent as Retry-After. */
  retryAfter?: number
  cause?: unknown
}

export class AppError extends Error {
  override name = 'AppError'
  readonly code: string
  readonly status: number
  readonly errors: FieldProblem[] | undefined
  readonly retryAfter: number | undefined

  constructor(status: number, code: string, detail: string, options: AppErrorOptions = {}) {
    super(detail, { cause: options.cause })
    this.status = status
    this.code = code
    this.errors = options.errors
    this.retryAfter = options.retryAfter
  }
}

export const unreadable = (detail: string) => new AppError(400, 'request.unreadable', detail)
export const unauthenticated = (
  detail = 'Sign in, or send an API key as "Authorization: Bearer KEY".',
) => new AppError(401, 'auth.required', detail)
export const forbidden = (detail: string) => new AppError(403, 'auth.forbidden', detail)
/** Also for another tenant's rows: their existence is nobody else's business. */
export const notFound = (noun: string, id: string) =>
  new AppError(404, `${noun}.not_found`, `There is no ${noun.replaceAll('_', ' ')} ${id}.`)
export const conflict = (code: string, detail: string) => new AppError(409, code, detail)
export const stale = (noun: string) =>
  new AppError(
    412,
    `${noun}.changed`,
    `The ${noun} was changed since it was read. Read it again and repeat the change.`,
  )
export const preconditionRequired = () =>
  new AppError(428, 'request.if_match_required', 'Send the ETag that was read as If-Match.')
export const invalid = (errors: FieldProblem[], detail = 'The request has invalid fields.') =>
  new AppError(422, 'request.invalid', detail, { errors })
export const unavailable = (detail: string, retryAfter = 5) =>
  new AppError(503, 'service.unavailable', detail, { retryAfter })
