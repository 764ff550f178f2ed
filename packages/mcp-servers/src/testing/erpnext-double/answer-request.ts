/** From a request to a reply: site, user, route, transaction, envelope. */

import { authenticate, type Identity, type Sessions } from './authenticate.ts'
import type { Routed } from './call.ts'
import type { Row } from './doctype.ts'
import { errorV1, errorV2, htmlPage, type Reply, serverMessages } from './envelopes.ts'
import { FrappeError } from './frappe-error.ts'
import type { FrappeRequest } from './read-request.ts'
import type { Documents, RequestContext } from './request-context.ts'
import { ADMINISTRATOR, contextOf, GUEST } from './request-context.ts'
import { MethodNotAllowed, route } from './routes.ts'
import type { Site } from './site.ts'

export interface Door {
  site: Site
  siteName: string
  documents: Documents
  sessions: Sessions
  /** After a commit. */
  committed(ctx: RequestContext): void
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])

export function answerRequest(door: Door, request: FrappeRequest): Reply {
  const wanted = request.headers['x-frappe-site-name']
  if (wanted !== undefined && wanted !== door.siteName) return htmlPage(404, 'Not Found')
  if (request.method === 'OPTIONS') return { status: 200, body: '' }
  const version = request.path.startsWith('/api/v2/') ? 2 : 1
  let ctx = contextOf(door.site, door.documents, GUEST)
  let identity: Identity | undefined
  try {
    identity = authenticate(door.site, door.sessions, request)
    ctx = contextOf(door.site, door.documents, identity.user)
    requireOpen(door.site, request)
    const routed = route({ ctx, request, sessions: door.sessions, identity })
    if (READS.has(request.method)) door.site.db.rollback()
    else {
      door.site.db.commit()
      door.committed(ctx)
    }
    return success(ctx, routed, identity)
  } catch (error) {
    door.site.db.rollback()
    if (error instanceof MethodNotAllowed) return htmlPage(405, 'Method Not Allowed')
    return failure(ctx, asFrappeError(error), { request, identity, version })
  }
}

function requireOpen(site: Site, request: FrappeRequest): void {
  if (site.mode === 'maintenance')
    throw new FrappeError('SessionStopped', 'Session Stopped', { silent: true })
  if (site.mode === 'read-only' && !READS.has(request.method))
    throw new FrappeError(
      'InReadOnlyMode',
      'Site is running in read only mode for maintenance or site update, this action can not be performed right now. Please try again later.',
    )
}

/** A fault of the double itself is an error of Python's, as a bug of the site's would be. */
const asFrappeError = (error: unknown) =>
  error instanceof FrappeError
    ? error
    : new FrappeError(
        'AttributeError',
        error instanceof Error ? String(error.stack) : String(error),
        {
          silent: true,
        },
      )

function success(ctx: RequestContext, routed: Routed, identity: Identity): Reply {
  if (routed.raw) return routed.raw
  const said = routed.v2
    ? ctx.messages.length > 0
      ? { messages: ctx.messages }
      : {}
    : serverMessages(ctx.messages)
  return {
    status: routed.status ?? 200,
    headers: { 'set-cookie': routed.cookies ?? guestCookies(ctx) },
    body: { ...routed.body, ...said, ...(identity.expired && { session_expired: 1 }) },
  }
}

/** They come with every answer, also to a token. */
const guestCookies = (ctx: RequestContext) => [
  'sid=Guest; Path=/; HttpOnly; SameSite=Lax',
  'system_user=no; Path=/',
  `full_name=${ctx.user === ADMINISTRATOR ? ADMINISTRATOR : GUEST}; Path=/`,
  'user_id=Guest; Path=/',
  'user_image=; Path=/',
]

interface Failed {
  request: FrappeRequest
  identity: Identity | undefined
  version: number
}

function failure(ctx: RequestContext, error: FrappeError, failed: Failed): Reply {
  if (!wantsJson(failed.request)) return htmlPage(error.status, error.type)
  const body: Row = failed.version === 2 ? errorV2(ctx, error) : errorV1(ctx, error)
  if (failed.identity?.expired) body.session_expired = 1
  if (error.type === 'AuthenticationError' && error.message !== '') body.message = error.message
  return { status: error.status, body }
}

/** A browser's `Accept` gets a page. */
function wantsJson({ path, headers }: FrappeRequest): boolean {
  const accept = headers.accept ?? ''
  return (
    accept.includes('application/json') || (path.startsWith('/api/') && !accept.startsWith('text'))
  )
}
