/** What a failed call throws: one class, whether the server answered with a problem or did not answer at all. */
import { Problem } from './common.ts'

/** Codes of problems that no server wrote: the client found them. Their `status` is 0. */
type ClientProblemCode = 'client.unreachable' | 'client.timeout' | 'client.unexpected_answer'

/** A call that did not succeed. `problem` says why; `status` is 0 when no (readable) answer came. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly problem: Problem
  /** Seconds after which the server asks to try again (429, 503); null when it does not say. */
  readonly retryAfterSeconds: number | null

  constructor(
    problem: Problem,
    options: { retryAfterSeconds?: number | null; cause?: unknown } = {},
  ) {
    super(problem.detail || problem.title, { cause: options.cause })
    this.problem = problem
    this.retryAfterSeconds = options.retryAfterSeconds ?? null
  }

  get status(): number {
    return this.problem.status
  }

  /** Stable and dotted: `lead.not_found`, `client.unreachable`. */
  get code(): string {
    return this.problem.code
  }
}

/** A problem found on this side of the wire. */
export function clientProblem(
  code: ClientProblemCode,
  title: string,
  detail: string,
  correlationId: string,
): Problem {
  return { type: 'about:blank', title, status: 0, code, detail, correlation_id: correlationId }
}

/** Reads an answer that is not 2xx. What is not problem+json (a proxy's page, the sign-in library's JSON) becomes a problem all the same. */
export async function errorFromResponse(
  response: Response,
  correlationId: string,
): Promise<ApiError> {
  const body = parseJson(await response.text().catch(() => ''))
  const problem = Problem.safeParse(body)
  return new ApiError(
    problem.success ? problem.data : foreignProblem(response, body, correlationId),
    { retryAfterSeconds: retryAfter(response.headers.get('retry-after')) },
  )
}

function foreignProblem(response: Response, body: unknown, correlationId: string): Problem {
  const said = isRecord(body) ? body : {}
  const title = response.statusText || `HTTP ${response.status}`
  return {
    type: 'about:blank',
    title,
    status: response.status,
    code: typeof said.code === 'string' ? said.code.toLowerCase() : `http.${response.status}`,
    detail: typeof said.message === 'string' ? said.message : title,
    correlation_id: response.headers.get('x-correlation-id') ?? correlationId,
  }
}

/** `Retry-After` is seconds or an HTTP date (RFC 9110, 10.2.3). */
function retryAfter(header: string | null): number | null {
  if (header === null) return null
  if (/^\d+$/.test(header)) return Number(header)
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - Date.now()) / 1000))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // Not JSON: the caller falls back to the status line.
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
