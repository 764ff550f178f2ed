/** The one translation from anything thrown to problem details (RFC 9457). Unknown errors are logged whole and told to nobody. */
import { STATUS_CODES } from 'node:http'
import type { FieldProblem, Problem } from '@insa/contracts'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import {
  hasZodFastifySchemaValidationErrors,
  isResponseSerializationError,
} from 'fastify-type-provider-zod'
import { isDatabaseAway, isPoolExhausted } from '../database/database-away.ts'
import { AppError, invalid, unavailable } from './errors.ts'
import { BODY_LIMIT } from './parsers.ts'

/** Fastify's own complaints about a request, by their code. */
const FRAMEWORK_ERRORS: Record<string, { status: number; code: string }> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { status: 413, code: 'request.too_large' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { status: 415, code: 'request.unsupported_media_type' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { status: 400, code: 'request.unreadable' },
  FST_ERR_CTP_INVALID_JSON_BODY: { status: 400, code: 'request.unreadable' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { status: 400, code: 'request.unreadable' },
  FST_ERR_BAD_URL: { status: 400, code: 'request.unreadable' },
  FST_ERR_RATE_LIMITED: { status: 429, code: 'request.rate_limited' },
}

/** PostgreSQL: a statement was ended because it took too long. */
const STATEMENT_TIMEOUT = '57014'

/** PostgreSQL: text or JSON with a NUL character, where a schema let it through. */
const UNSTORABLE_TEXT = new Set(['22021', '22P05'])

/** Sends any error as a problem. */
export function sendProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const known = toAppError(error, request)
  if (known.status >= 500) {
    const { method, routeOptions } = request
    const at = { 'http.request.method': method, 'url.path': routeOptions?.url ?? 'unknown' }
    request.log.error({ err: error, ...at }, known.message)
  }
  if (known.retryAfter !== undefined) reply.header('retry-after', String(known.retryAfter))
  if (known.status === 401) reply.header('www-authenticate', 'Bearer realm="insa"')
  const problem: Problem = {
    type: `urn:insa:problem:${known.code}`,
    title: STATUS_CODES[known.status] ?? 'Error',
    status: known.status,
    code: known.code,
    detail: known.message,
    correlation_id: request.id,
    ...(known.errors ? { errors: known.errors } : {}),
  }
  // As a string: the route's own response schema does not describe problems.
  return reply
    .code(known.status)
    .type('application/problem+json; charset=utf-8')
    .serializer((value) => value as string)
    .send(JSON.stringify(problem))
}

/** The error as a caller may see it. */
function toAppError(error: unknown, request: FastifyRequest): AppError {
  if (error instanceof AppError) return error
  if (hasZodFastifySchemaValidationErrors(error)) return fromValidation(error)
  if (error instanceof Error && isResponseSerializationError(error as FastifyError)) {
    return new AppError(500, 'internal', 'The answer was not what it should be; it was reported.')
  }
  const { code, statusCode, message } = (error ?? {}) as Partial<FastifyError>
  const framework = code ? FRAMEWORK_ERRORS[code] : undefined
  if (framework) {
    const fault = faultOf(framework.status, request)
    const options = fault ? { errors: [fault] } : {}
    return new AppError(framework.status, framework.code, fault?.message ?? message ?? '', options)
  }
  if (code && UNSTORABLE_TEXT.has(code)) return invalid([], 'Text must not contain NUL characters.')
  if (isDatabaseAway(error)) return unavailable('The database does not answer. Try again shortly.')
  if (code === STATEMENT_TIMEOUT)
    return unavailable('The database took too long. Try again shortly.')
  if (isPoolExhausted(error)) {
    return unavailable('Too many requests are waiting for the database. Try again shortly.')
  }
  if (statusCode && statusCode >= 400 && statusCode < 500) {
    return new AppError(statusCode, 'request.refused', message ?? 'The request was refused.')
  }
  return new AppError(
    500,
    'internal',
    'Something went wrong on our side. It was logged under this correlation id.',
  )
}

/** Which part of the request it was, and what would do; undefined where the framework's words must. */
function faultOf(
  status: number,
  { routeOptions, headers }: FastifyRequest,
): FieldProblem | undefined {
  switch (status) {
    case 413: {
      const mib = ((routeOptions.bodyLimit ?? BODY_LIMIT) / 1024 ** 2).toFixed(0)
      return { path: 'body', code: 'too_big', message: `The body may have ${mib} MiB at most.` }
    }
    case 415: {
      const sent = headers['content-type'] ?? 'no content-type'
      const message = `${sent.slice(0, 100)} is not read here: send application/json, or text/csv where the route takes it.`
      return { path: 'content-type', code: 'unsupported_media_type', message }
    }
    default:
      return undefined
  }
}

/** What fastify-type-provider-zod makes of a Zod issue. */
interface ZodFault {
  instancePath: string
  message: string
  keyword: string
  params: { keys?: string[] }
}

function fromValidation(error: {
  validation: readonly unknown[]
  validationContext?: string
}): AppError {
  const errors = error.validation.map((v): FieldProblem => {
    const { instancePath, message, keyword, params } = v as ZodFault
    // An unknown field is the fault, not the object that holds it.
    const path = [...instancePath.split('/').filter(Boolean), ...(params.keys?.slice(0, 1) ?? [])]
    return { path: path.join('.') || (error.validationContext ?? 'body'), code: keyword, message }
  })
  const first = errors[0]
  return invalid(errors, first ? `${first.path}: ${first.message}` : undefined)
}
