/** A request of the Messages API as Google's Vertex AI takes it; it answers as the Messages API does. */
import type { ModelRequest } from './model-request.ts'
import { platformName } from './models.ts'

export interface VertexCredentials {
  kind: 'vertex'
  region: string
  project: string
  /** Gives an access token that still holds. */
  token: () => Promise<string>
}

/** For a caller that names no version of the API; one that does is taken at its word, as by Anthropic's own package. */
const VERSION = 'vertex-2023-10-16'

export async function sendToVertex(
  { baseUrl, credentials }: { baseUrl: string; credentials: VertexCredentials },
  request: ModelRequest,
  signal: AbortSignal,
): Promise<Response> {
  const { model, ...asked } = JSON.parse(request.body) as Record<string, unknown>
  const { project, region } = credentials
  const name = encodeURIComponent(platformName(String(model), 'vertex'))
  const how = asked.stream === true ? 'streamRawPredict' : 'rawPredict'
  const place = `projects/${encodeURIComponent(project)}/locations/${encodeURIComponent(region)}`
  const betas = request.headers.get('anthropic-beta')
  return fetch(`${baseUrl}/${place}/publishers/anthropic/models/${name}:${how}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await credentials.token()}`,
      ...(betas ? { 'anthropic-beta': betas } : {}),
    },
    body: JSON.stringify({
      ...asked,
      anthropic_version: request.headers.get('anthropic-version') ?? VERSION,
    }),
    signal,
    redirect: 'error',
  })
}
