/** One exchange with the site, and when it is tried again. */
import { setTimeout as sleep } from 'node:timers/promises'
import { connectionFailure } from './connection-failure.ts'
import { FrappeFailure } from './frappe-failure.ts'
import { type FrappeReply, readFailure } from './read-failure.ts'

export interface SiteAccess {
  /** Without a slash at its end. */
  url: string
  apiKey: string
  apiSecret: string
  /** For a server with several sites. */
  siteName?: string | undefined
  /** Milliseconds for one attempt. */
  timeoutMs: number
  /** Attempts in all. */
  attempts: number
}

export interface FrappeRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Under /api/. */
  path: string
  query?: Record<string, unknown> | undefined
  body?: Record<string, unknown> | FormData | undefined
  signal?: AbortSignal | undefined
}

/** The first pause, milliseconds; each further one doubles it, with up to half of it by chance, so that clients spread out. */
const FIRST_PAUSE_MS = 250
/** A site that wants us back later than this is told to the caller instead. */
const LONGEST_PAUSE_MS = 20_000

/**
 * Reads are tried again after whatever may pass. Writes only where the site cannot have done them: refused for their number, a site
 * in maintenance, no connection.
 * @throws FrappeFailure
 */
export async function sendRequest(
  access: SiteAccess,
  request: FrappeRequest,
): Promise<FrappeReply> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await exchange(access, request)
    } catch (error) {
      if (!(error instanceof FrappeFailure)) throw error
      const pause = pauseAfter(error, attempt, request)
      if (attempt >= access.attempts || pause === null) throw error
      await sleep(pause, undefined, request.signal ? { signal: request.signal } : {})
    }
  }
}

const isRead = (request: FrappeRequest) => request.method === 'GET'

const MAY_PASS = new Set(['rate_limited', 'unavailable', 'timeout', 'unreachable', 'site_error'])

function pauseAfter(
  failure: FrappeFailure,
  attempt: number,
  request: FrappeRequest,
): number | null {
  if (!MAY_PASS.has(failure.kind)) return null
  if (!isRead(request) && (failure.outcome === 'unknown' || failure.kind === 'site_error'))
    return null
  // A traceback is a fault of the site's code: it fails the same way again.
  if (failure.kind === 'site_error' && failure.exception !== null) return null
  const backoff = FIRST_PAUSE_MS * 2 ** (attempt - 1) * (1 + Math.random() / 2)
  const pause = Math.max(backoff, (failure.retryAfterSeconds ?? 0) * 1000)
  return pause > LONGEST_PAUSE_MS ? null : pause
}

async function exchange(access: SiteAccess, request: FrappeRequest): Promise<FrappeReply> {
  const timeout = AbortSignal.timeout(access.timeoutMs)
  const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout
  let response: Response
  let text: string
  try {
    response = await fetch(addressOf(access, request), {
      method: request.method,
      headers: headersOf(access, request),
      body: bodyOf(request) ?? null,
      signal,
      // A redirect leads to a sign-in page, or from http to https, where a write would become a GET.
      redirect: 'manual',
    })
    text = await response.text()
  } catch (error) {
    if (request.signal?.aborted) throw request.signal.reason
    if (timeout.aborted) throw timedOut(access, request)
    throw connectionFailure(error, access.url, !isRead(request))
  }
  const reply = { status: response.status, headers: response.headers, text, json: jsonOf(text) }
  if (response.status >= 300 && response.status < 400) throw redirected(access, reply)
  if (!response.ok || !reply.json) throw readFailure(reply, !isRead(request))
  return reply
}

function timedOut(access: SiteAccess, request: FrappeRequest): FrappeFailure {
  return new FrappeFailure(`ERPNext gave no answer within ${access.timeoutMs / 1000} s.`, {
    kind: 'timeout',
    outcome: isRead(request) ? 'not_done' : 'unknown',
  })
}

function redirected({ url }: SiteAccess, { status, headers }: FrappeReply): FrappeFailure {
  const to = headers.get('location') ?? 'another address'
  return new FrappeFailure(`${url} sends us on to ${to}: use that address, or check it.`, {
    kind: 'not_frappe',
    status,
  })
}

function addressOf({ url }: SiteAccess, { path, query = {} }: FrappeRequest): string {
  const address = new URL(`${url}/api/${path}`)
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue
    address.searchParams.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  }
  return address.href
}

const headersOf = (access: SiteAccess, { body }: FrappeRequest): Record<string, string> => ({
  // Without it Frappe answers a browser's page.
  accept: 'application/json',
  authorization: `token ${access.apiKey}:${access.apiSecret}`,
  ...(access.siteName !== undefined && { 'x-frappe-site-name': access.siteName }),
  ...(body && !(body instanceof FormData) && { 'content-type': 'application/json' }),
})

const bodyOf = ({ body }: FrappeRequest) =>
  body === undefined || body instanceof FormData ? body : JSON.stringify(body)

function jsonOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
