/** Where the model's API is, and how we enter: the Messages API, or a platform that has it in a wire of its own. */
import type { ModelRequest } from './model-request.ts'
import { type BedrockCredentials, sendToBedrock } from './send-to-bedrock.ts'
import { sendToVertex, type VertexCredentials } from './send-to-vertex.ts'

/** Answers as the Messages API does. */
export function sendUpstream(
  { baseUrl: given, credentials }: ModelUpstream,
  request: ModelRequest,
  signal: AbortSignal,
): Promise<Response> {
  const baseUrl = given.replace(/\/$/, '')
  if (credentials.kind === 'bedrock')
    return sendToBedrock({ baseUrl, credentials }, request, signal)
  if (credentials.kind === 'vertex') return sendToVertex({ baseUrl, credentials }, request, signal)
  return fetch(upstreamUrl({ baseUrl }, request.path), {
    method: 'POST',
    headers: upstreamHeaders(credentials, request.headers),
    body: request.body,
    signal,
    redirect: 'error',
  })
}

/** The real API, or what speaks for it. */
export interface ModelUpstream {
  baseUrl: string
  /** Sent in place of whatever the caller sent. `caller`: what it sent is left as it is (a person's own login). */
  credentials:
    | { kind: 'api_key'; key: string }
    | { kind: 'oauth'; token: string }
    | { kind: 'caller' }
    | BedrockCredentials
    | VertexCredentials
}

/** Those that are sent in a header. */
export type HeaderCredentials = Exclude<
  ModelUpstream['credentials'],
  BedrockCredentials | VertexCredentials
>

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
export const upstreamUrl = ({ baseUrl }: Pick<ModelUpstream, 'baseUrl'>, path: string): string =>
  baseUrl.replace(/\/$/, '') + path

/** The caller's headers with our credentials in place of its own. */
export function upstreamHeaders(credentials: HeaderCredentials, from: Headers): Headers {
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
