/** One HTTP call: headers, time limit, error answers, and the check of the answer against its shape. */
import type { z } from 'zod'
import { ApiError, clientProblem, errorFromResponse } from './client-error.ts'

/** Longest wait for an answer, unless the call says otherwise. */
const DEFAULT_TIMEOUT_MS = 30_000

export interface ClientOptions {
  /** Where the server is, without `/api/v1`. Empty in a browser: the page's own origin. */
  baseUrl: string
  /** Sent as `Authorization: Bearer`. Without it the browser's session cookie speaks. */
  apiKey?: string | undefined
  /** The organization that a cookie session works in; a function when it can change. Keys are bound to one and ignore it. */
  organizationId?: string | (() => string | undefined) | undefined
  fetch?: typeof globalThis.fetch | undefined
  /** Milliseconds; 30,000 unless set. Event streams are not limited by it. */
  timeoutMs?: number | undefined
  /** Sees the head of every answer: for clock skew, versions, rate limits. */
  onResponse?: ((response: Response) => void) | undefined
}

/** What any one call may say for itself. */
export interface CallOptions {
  signal?: AbortSignal | undefined
  /** Milliseconds until the call is given up with `client.timeout`. */
  timeoutMs?: number | undefined
  /** For creating POSTs: the same key makes a repeated call safe. Made up when absent. */
  idempotencyKey?: string | undefined
  correlationId?: string | undefined
}

type QueryValue = string | number | boolean | null | undefined

/** A list's query as a caller writes it: everything optional, the server fills in its defaults. */
export type QueryOf<T> = { [K in keyof T]?: T[K] | undefined }

interface ApiRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** From the root: `/api/v1/leads`. */
  path: string
  query?: object | undefined
  /** Sent as JSON. */
  json?: unknown
  /** Sent as it stands, with its media type. */
  text?: { body: string; contentType: string } | undefined
  headers?: Record<string, string> | undefined
  /** A POST that creates something: gets an `Idempotency-Key`. */
  creates?: boolean | undefined
}

export interface Transport {
  /** Sends, and answers the body checked against `shape`. Throws ApiError; a caller's abort is thrown as it came. */
  send<T>(request: ApiRequest, shape: z.ZodType<T>, options?: CallOptions): Promise<T>
  /** Sends, where the answer's body does not matter. */
  run(request: ApiRequest, options?: CallOptions): Promise<void>
  /** Opens a streaming answer; no time limit beyond the signal. */
  open(request: ApiRequest, options?: CallOptions): Promise<Response>
}

export function createTransport(options: ClientOptions): Transport {
  const limited = (request: ApiRequest, call: CallOptions) => {
    const limit = AbortSignal.timeout(call.timeoutMs ?? options.timeoutMs ?? DEFAULT_TIMEOUT_MS)
    return exchange(options, request, call, limit)
  }
  return {
    async send(request, shape, call = {}) {
      const answer = await limited(request, call)
      const body = await answer.read((response) => response.json())
      const parsed = shape.safeParse(body)
      if (parsed.success) return parsed.data
      throw unexpectedAnswer(request, parsed.error, answer.correlationId)
    },
    async run(request, call = {}) {
      const answer = await limited(request, call)
      await answer.read((response) => response.text())
    },
    async open(request, call = {}) {
      return (await exchange(options, request, call, undefined)).response
    },
  }
}

interface Answer {
  response: Response
  correlationId: string
  /** Reads the body under the same time limit and the same translation of errors. */
  read<T>(body: (response: Response) => Promise<T>): Promise<T>
}

async function exchange(
  options: ClientOptions,
  request: ApiRequest,
  call: CallOptions,
  limit: AbortSignal | undefined,
): Promise<Answer> {
  const correlationId = call.correlationId ?? randomId()
  const signals = [call.signal, limit].filter((s) => s !== undefined)
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (cause) {
      throw translate(cause, { baseUrl: options.baseUrl, call, limit, correlationId })
    }
  }
  // Called as a free function: a browser's fetch refuses any other `this`.
  const send = options.fetch ?? globalThis.fetch
  const response = await guarded(() =>
    send(urlOf(options.baseUrl, request), {
      method: request.method,
      headers: headersOf(options, request, call, correlationId),
      body: bodyOf(request),
      signal: signals.length > 0 ? AbortSignal.any(signals) : null,
    }),
  )
  options.onResponse?.(response)
  if (!response.ok) throw await errorFromResponse(response, correlationId)
  return { response, correlationId, read: (body) => guarded(() => body(response)) }
}

function urlOf(baseUrl: string, request: ApiRequest): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries<QueryValue>({ ...request.query })) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  const query = search.size > 0 ? `?${search}` : ''
  return `${baseUrl.replace(/\/+$/, '')}${request.path}${query}`
}

function headersOf(
  options: ClientOptions,
  request: ApiRequest,
  call: CallOptions,
  correlationId: string,
): Record<string, string> {
  const { organizationId } = options
  const organization = typeof organizationId === 'function' ? organizationId() : organizationId
  const contentType = request.json !== undefined ? 'application/json' : request.text?.contentType
  return {
    accept: 'application/json',
    'x-correlation-id': correlationId,
    ...(contentType ? { 'content-type': contentType } : {}),
    ...(options.apiKey ? { authorization: `Bearer ${options.apiKey}` } : {}),
    ...(organization ? { 'x-organization-id': organization } : {}),
    ...(request.creates ? { 'idempotency-key': call.idempotencyKey ?? randomId() } : {}),
    ...request.headers,
  }
}

function bodyOf(request: ApiRequest): string | null {
  if (request.json !== undefined) return JSON.stringify(request.json)
  return request.text?.body ?? null
}

interface Circumstances {
  baseUrl: string
  call: CallOptions
  limit: AbortSignal | undefined
  correlationId: string
}

/** Fetch says only "TypeError: fetch failed"; a reader needs to know whether nobody was there or the answer was no JSON. */
function translate(cause: unknown, at: Circumstances): unknown {
  if (at.call.signal?.aborted) return at.call.signal.reason
  const place = at.baseUrl || 'the server'
  if (at.limit?.aborted) {
    const problem = clientProblem(
      'client.timeout',
      'No answer in time',
      `${place} did not answer in time.`,
      at.correlationId,
    )
    return new ApiError(problem, { cause })
  }
  if (cause instanceof SyntaxError) {
    const problem = clientProblem(
      'client.unexpected_answer',
      'Unexpected answer',
      `${place} answered something that is not JSON. Is it INSA CRM?`,
      at.correlationId,
    )
    return new ApiError(problem, { cause })
  }
  const problem = clientProblem(
    'client.unreachable',
    'Server unreachable',
    `${place} cannot be reached${reasonOf(cause)}.`,
    at.correlationId,
  )
  return new ApiError(problem, { cause })
}

/** Node puts the reason (ECONNREFUSED, ENOTFOUND) under the error's cause; browsers do not tell it. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  if (!(cause instanceof Error)) return ''
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message
  return code ? ` (${code})` : ''
}

function unexpectedAnswer(request: ApiRequest, fault: z.ZodError, correlationId: string): ApiError {
  const errors = fault.issues.map(({ path, code, message }) => ({
    path: path.join('.'),
    code,
    message,
  }))
  const problem = clientProblem(
    'client.unexpected_answer',
    'Unexpected answer',
    `The answer to ${request.method} ${request.path} is not what this version of the client understands.`,
    correlationId,
  )
  return new ApiError({ ...problem, errors }, { cause: fault })
}

/** 128 random bits in hex. `crypto.randomUUID` is missing in browsers on plain http beyond loopback; this is not. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
