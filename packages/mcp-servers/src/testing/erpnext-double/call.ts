/** A request on its way to its route, and what the route answers. */
import type { Identity, Sessions } from './authenticate.ts'
import type { Row } from './doctype.ts'
import type { Reply } from './envelopes.ts'
import type { FrappeRequest } from './read-request.ts'
import type { RequestContext } from './request-context.ts'

export interface Call {
  ctx: RequestContext
  request: FrappeRequest
  sessions: Sessions
  identity: Identity
}

export interface Routed {
  status?: number
  body?: Row
  cookies?: string[]
  v2?: boolean
  raw?: Reply
}
