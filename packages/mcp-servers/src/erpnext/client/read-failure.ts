/** An answer that is no success, read by Frappe's shapes: JSON of both versions of the API, HTML pages, nothing at all. */
import { z } from 'zod'
import { type FailureKind, FrappeFailure } from './frappe-failure.ts'
import { plainText } from './plain-text.ts'

export interface FrappeReply {
  status: number
  headers: Headers
  text: string
  /** Undefined where the body is no JSON object. */
  json: Record<string, unknown> | undefined
}

const Message = z.looseObject({ message: z.string() })

/** `_server_messages`: JSON text of an array whose items are JSON texts themselves. */
export function readServerMessages(value: unknown): string[] {
  if (typeof value !== 'string') return []
  try {
    const items = z.array(z.string()).parse(JSON.parse(value))
    return items.map((item) => plainText(readItem(item))).filter((text) => text !== '')
  } catch {
    return [plainText(value)]
  }
}

function readItem(item: string): string {
  try {
    const read = Message.safeParse(JSON.parse(item))
    return read.success ? read.data.message : item
  } catch {
    return item
  }
}

/** The failure that an answer means. @param what the caller was doing, for the words: `Lead CRM-LEAD-2026-00001`. */
export function readFailure(reply: FrappeReply, isWrite: boolean): FrappeFailure {
  const { status, headers, json } = reply
  const retryAfterSeconds = readRetryAfter(headers.get('retry-after'))
  if (!json) return readPage(reply, isWrite, retryAfterSeconds)
  const { exception, messages } = said(json)
  const kind = kindOf(status, exception, messages)
  const words = messages[0] ?? defaultWords(kind, exception)
  return new FrappeFailure(words, {
    kind,
    status,
    exception,
    messages,
    fields: mandatoryFields(json),
    retryAfterSeconds,
  })
}

function said(json: Record<string, unknown>): { exception: string | null; messages: string[] } {
  const [first] = Array.isArray(json.errors) ? json.errors : []
  if (first && typeof first === 'object') {
    const { type, message } = first as { type?: string; message?: string }
    return { exception: type ?? null, messages: message ? [plainText(message)] : [] }
  }
  const messages = readServerMessages(json._server_messages)
  const exception = typeof json.exc_type === 'string' ? json.exc_type : null
  if (messages.length === 0) {
    const rest = [json._error_message, json.message, tailOf(json.exception)]
    const text = rest.find((part) => typeof part === 'string' && part !== '')
    if (typeof text === 'string') messages.push(plainText(text))
  }
  return { exception, messages }
}

/** The last line of a traceback, without the class before it. */
const tailOf = (line: unknown) =>
  typeof line === 'string' && line.includes(': ') ? line.slice(line.indexOf(': ') + 2) : ''

/** `MandatoryError: [Lead, X]: status, company` names the fields by their names; the messages only by their labels. */
function mandatoryFields(json: Record<string, unknown>): string[] {
  const [, list = ''] =
    /MandatoryError: \[[^\]]*\]: (.*)$/s.exec(String(json.exception ?? '')) ?? []
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

const BY_EXCEPTION: Record<string, FailureKind> = {
  AuthenticationError: 'unauthorized',
  SessionExpired: 'unauthorized',
  InvalidAuthorizationToken: 'unauthorized',
  PermissionError: 'forbidden',
  CSRFTokenError: 'forbidden',
  DuplicateEntryError: 'duplicate',
  NameError: 'duplicate',
  UniqueValidationError: 'duplicate',
  TimestampMismatchError: 'stale',
  DocumentLockedError: 'stale',
  LinkExistsError: 'linked',
  TooManyRequestsError: 'rate_limited',
  RateLimitExceededError: 'rate_limited',
  SessionStopped: 'unavailable',
  InReadOnlyMode: 'unavailable',
}

function kindOf(
  status: number,
  exception: string | null,
  messages: readonly string[],
): FailureKind {
  if (exception === 'DoesNotExistError' || status === 404)
    return messages.some((m) => m.startsWith('DocType ')) ? 'unknown_doctype' : 'not_found'
  const known = BY_EXCEPTION[exception ?? '']
  if (known) return known
  if (status === 401) return 'unauthorized'
  if (status === 403) return 'forbidden'
  if (status === 429) return 'rate_limited'
  if (status === 503) return 'unavailable'
  return status >= 500 ? 'site_error' : 'invalid'
}

function defaultWords(kind: FailureKind, exception: string | null): string {
  switch (kind) {
    case 'unauthorized':
      return 'ERPNext does not know this API key, or its secret is wrong.'
    case 'forbidden':
      return 'The user behind the API key may not do this in ERPNext.'
    case 'not_found':
      return 'There is no such record in ERPNext.'
    case 'rate_limited':
      return 'ERPNext gets too many requests.'
    case 'unavailable':
      return 'ERPNext is in maintenance.'
    default:
      return `ERPNext refused it${exception ? ` (${exception})` : ''}.`
  }
}

function readPage(
  { status }: FrappeReply,
  isWrite: boolean,
  retryAfterSeconds: number | null,
): FrappeFailure {
  const failure = (kind: FailureKind, words: string, outcome?: 'unknown') =>
    new FrappeFailure(words, {
      kind,
      status,
      retryAfterSeconds,
      ...(outcome && { outcome }),
    })
  if (status === 429) return failure('rate_limited', 'ERPNext gets too many requests.')
  if (status === 503) return failure('unavailable', 'ERPNext is not available at the moment.')
  if (status === 502 || status === 504)
    return failure(
      'unavailable',
      `The proxy in front of ERPNext got no answer from it (${status}).`,
      // The proxy may have handed the request on before it gave up.
      isWrite ? 'unknown' : undefined,
    )
  if (status === 413) return failure('invalid', 'ERPNext takes no body of that size.')
  if (status >= 500)
    return failure('site_error', `ERPNext failed (${status}).`, isWrite ? 'unknown' : undefined)
  return failure(
    'not_frappe',
    `The address answers with a page instead of data (${status}): it does not seem to be a Frappe site.`,
    isWrite && status < 300 ? 'unknown' : undefined,
  )
}

/** Seconds, or a date. */
function readRetryAfter(header: string | null): number | null {
  if (header === null) return null
  const seconds = Number(header)
  if (Number.isFinite(seconds)) return Math.max(0, seconds)
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, (at - Date.now()) / 1000)
}
