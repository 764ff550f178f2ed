/** A request of the Messages API as Amazon Bedrock takes it, and its answer as the Messages API gives it. */
import { toServerSentEvents } from './aws-event-stream.ts'
import type { ModelRequest } from './model-request.ts'
import { platformName } from './models.ts'
import { type AwsKeys, signAws } from './sign-aws.ts'

export interface BedrockCredentials {
  kind: 'bedrock'
  region: string
  /** Before the model's name: the inference profile of a region, `us.`, `eu.`, `global.`; empty for none. */
  profile: string
  /** Keys that sign, or a Bedrock API key. */
  auth: AwsKeys | { apiKey: string }
}

/** For a caller that names no version of the API; one that does is taken at its word, as by Anthropic's own package. */
const VERSION = 'bedrock-2023-05-31'

export async function sendToBedrock(
  { baseUrl, credentials }: { baseUrl: string; credentials: BedrockCredentials },
  request: ModelRequest,
  signal: AbortSignal,
): Promise<Response> {
  const { model, stream, ...asked } = JSON.parse(request.body) as Record<string, unknown>
  const betas = request.headers.get('anthropic-beta')
  const body = JSON.stringify({
    ...asked,
    anthropic_version: request.headers.get('anthropic-version') ?? VERSION,
    ...(betas ? { anthropic_beta: betas.split(',').map((beta) => beta.trim()) } : {}),
  })
  const name = encodeURIComponent(credentials.profile + platformName(String(model), 'bedrock'))
  const how = stream === true ? 'invoke-with-response-stream' : 'invoke'
  const url = new URL(`${baseUrl}/model/${name}/${how}`)
  const response = await fetch(url, {
    method: 'POST',
    headers: headersOf(credentials, url, body),
    body,
    signal,
    redirect: 'error',
  })
  if (!response.ok || stream !== true || !response.body) return response
  return new Response(toServerSentEvents(response.body), {
    status: response.status,
    headers: { 'content-type': 'text/event-stream' },
  })
}

function headersOf(
  { auth, region }: BedrockCredentials,
  url: URL,
  body: string,
): Record<string, string> {
  const headers = { 'content-type': 'application/json' }
  if ('apiKey' in auth) return { ...headers, authorization: `Bearer ${auth.apiKey}` }
  const where = { region, service: 'bedrock', now: new Date() }
  return signAws({ method: 'POST', url, headers, body }, auth, where)
}
