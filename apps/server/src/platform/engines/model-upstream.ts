/** Where the model's API is, and how we enter. */

/** The real API, or what speaks for it. */
export interface ModelUpstream {
  baseUrl: string
  /** Sent in place of whatever the caller sent. `caller`: what it sent is left as it is (a person's own login). */
  credentials:
    | { kind: 'api_key'; key: string }
    | { kind: 'oauth'; token: string }
    | { kind: 'caller' }
}

/** Subscription tokens are taken only with this mark. */
const OAUTH_BETA = 'oauth-2025-04-20'
/** Hop by hop, or counted anew by fetch. */
const NOT_FORWARDED = [
  'host',
  'connection',
  'content-length',
  'accept-encoding',
  'transfer-encoding',
]

/** @param path with its query. */
export const upstreamUrl = ({ baseUrl }: ModelUpstream, path: string): string =>
  baseUrl.replace(/\/$/, '') + path

/** The caller's headers with our credentials in place of its own. */
export function upstreamHeaders({ credentials }: ModelUpstream, from: Headers): Headers {
  const headers = new Headers(from)
  for (const name of NOT_FORWARDED) headers.delete(name)
  if (credentials.kind === 'caller') return headers
  headers.delete('authorization')
  headers.delete('x-api-key')
  if (credentials.kind === 'api_key') headers.set('x-api-key', credentials.key)
  else {
    headers.set('authorization', `Bearer ${credentials.token}`)
    headers.append('anthropic-beta', OAUTH_BETA)
  }
  return headers
}
