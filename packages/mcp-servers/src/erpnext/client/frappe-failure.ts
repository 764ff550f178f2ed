/** What can go wrong between us and a Frappe site, told apart by what there is to do about it. */

export type FailureKind =
  /** The key or its secret is wrong. */
  | 'unauthorized'
  /** The user behind the key may not. */
  | 'forbidden'
  | 'not_found'
  /** The DocType is unknown, or the address leads to nothing of Frappe's. */
  | 'unknown_doctype'
  | 'duplicate'
  /** The site's own checks refuse it. */
  | 'invalid'
  /** Somebody else has changed it meanwhile. */
  | 'stale'
  /** Something links to it. */
  | 'linked'
  | 'rate_limited'
  /** Maintenance, or nothing behind the proxy. */
  | 'unavailable'
  | 'timeout'
  /** No connection: wrong address, nothing there, cut off. */
  | 'unreachable'
  /** The certificate is not valid. */
  | 'certificate'
  /** Something answers, but it is no Frappe site. */
  | 'not_frappe'
  /** An error inside the site. */
  | 'site_error'

export interface FailureDetails {
  kind: FailureKind
  /** Null where no answer came. */
  status?: number | null
  /** Frappe's class of exception. */
  exception?: string | null
  /** Everything the site said, as plain text. */
  messages?: readonly string[]
  /** Fields that the site named. */
  fields?: readonly string[]
  retryAfterSeconds?: number | null
  /** Whether what was asked for was done: `unknown` for a write whose answer never came. */
  outcome?: 'not_done' | 'unknown'
  cause?: unknown
}

/** A request to a Frappe site that did not succeed. The message is fit for people, and names no key. */
export class FrappeFailure extends Error {
  override name = 'FrappeFailure'
  readonly kind: FailureKind
  readonly status: number | null
  readonly exception: string | null
  readonly messages: readonly string[]
  readonly fields: readonly string[]
  readonly retryAfterSeconds: number | null
  readonly outcome: 'not_done' | 'unknown'

  constructor(message: string, details: FailureDetails) {
    super(message, { cause: details.cause })
    this.kind = details.kind
    this.status = details.status ?? null
    this.exception = details.exception ?? null
    this.messages = details.messages ?? []
    this.fields = details.fields ?? []
    this.retryAfterSeconds = details.retryAfterSeconds ?? null
    this.outcome = details.outcome ?? 'not_done'
  }
}
