/**
 * Bedrock's and Vertex's wire in front of the scripted Messages API: what they refuse, they refuse here. Both check whoever
 * enters by themselves, and hand on with the key that the scripted API is told to expect.
 */
import { createHash, createHmac, createVerify, generateKeyPairSync } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { crc32 } from 'node:zlib'

export interface PlatformDouble {
  url: string
  /** Paths that were asked, oldest first. */
  paths: string[]
  stop(): Promise<void>
}

/** The platform's own, or a version of the API, which Anthropic's packages send in its place (1.1.3 of both). */
const isVersion = (sent: unknown, own: string) =>
  sent === own || (typeof sent === 'string' && /^\d{4}-\d\d-\d\d$/.test(sent))

interface Asked {
  request: IncomingMessage
  path: string
  body: string
}
/** What is handed on, or a refusal. */
type Decision =
  | { model: string; stream: boolean; body: object }
  | { status: number; message: string }

/** Serves one platform; `encode` writes the events of a stream in its way. */
async function serve(
  apiUrl: string,
  key: string,
  decide: (asked: Asked) => Decision,
  encode: ((sse: string) => Buffer) | null,
  also: (asked: Asked, response: ServerResponse) => boolean = () => false,
): Promise<PlatformDouble> {
  const paths: string[] = []
  const server = createServer(async (request, response) => {
    const asked = { request, path: request.url ?? '', body: await text(request) }
    if (also(asked, response)) return
    paths.push(asked.path)
    const decision = decide(asked)
    if ('status' in decision) {
      response.writeHead(decision.status, { 'content-type': 'application/json' })
      return void response.end(JSON.stringify({ message: decision.message }))
    }
    const { model, stream, body } = decision
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    const answer = await fetch(`${apiUrl}/v1/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key },
      body: JSON.stringify({ ...body, model, stream }),
      signal: gone.signal,
    }).catch(() => null)
    if (!answer?.body) return void response.destroy()
    const retry = answer.headers.get('retry-after')
    response.writeHead(answer.status, {
      'content-type':
        encode && stream && answer.ok ? 'application/vnd.amazon.eventstream' : 'application/json',
      ...(retry ? { 'retry-after': retry } : {}),
    })
    await handOn(answer, response, encode && stream && answer.ok ? encode : null)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    paths,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Event by event where they are encoded; a line that breaks on one side breaks on the other. */
async function handOn(
  answer: Response,
  response: ServerResponse,
  encode: ((sse: string) => Buffer) | null,
): Promise<void> {
  let pending = ''
  const decoder = new TextDecoder()
  try {
    for await (const chunk of answer.body ?? []) {
      if (!encode) {
        response.write(chunk)
        continue
      }
      pending += decoder.decode(chunk, { stream: true })
      for (let end = pending.indexOf('\n\n'); end >= 0; end = pending.indexOf('\n\n')) {
        response.write(encode(pending.slice(0, end)))
        pending = pending.slice(end + 2)
      }
    }
    response.end()
  } catch {
    response.destroy()
  }
}

export const AWS = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: 'a-session',
}
export const BEDROCK_API_KEY = 'a-bedrock-api-key'
export const REGION = 'eu-central-1'

export const startBedrockDouble = (apiUrl: string, key: string): Promise<PlatformDouble> =>
  serve(apiUrl, key, decideBedrock, (sse) => {
    const data = /^data: (.*)$/m.exec(sse)?.[1] ?? '{}'
    const bytes = Buffer.from(data).toString('base64')
    return frame(
      { ':message-type': 'event', ':event-type': 'chunk', ':content-type': 'application/json' },
      JSON.stringify({ bytes, p: 'abcdef' }),
    )
  })

function decideBedrock({ request, path, body }: Asked): Decision {
  const authorization = request.headers.authorization ?? ''
  if (authorization !== `Bearer ${BEDROCK_API_KEY}` && authorization !== signatureOf(request, body))
    return { status: 403, message: 'The request signature we calculated does not match.' }
  const [, model, how] = /^\/model\/([^/]+)\/(invoke|invoke-with-response-stream)$/.exec(path) ?? []
  const { anthropic_version, ...asked } = JSON.parse(body)
  if (!model || !how) return { status: 404, message: 'UnknownOperationException' }
  if (!isVersion(anthropic_version, 'bedrock-2023-05-31'))
    return { status: 400, message: 'anthropic_version: Field required' }
  for (const unknown of ['model', 'stream'])
    if (unknown in asked)
      return { status: 400, message: `${unknown}: Extra inputs are not permitted` }
  // Not for these models there; whoever wants a value of a schema gives a tool.
  if (asked.output_config?.format)
    return { status: 400, message: 'output_config.format: Extra inputs are not permitted' }
  return {
    model: decodeURIComponent(model).replace(/^eu\.anthropic\./, ''),
    stream: how !== 'invoke',
    body: asked,
  }
}

/** What the request's signature has to be, from its letters alone. */
function signatureOf({ headers, url, method }: IncomingMessage, body: string): string {
  const named = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1] ?? ''
  const time = String(headers['x-amz-date'])
  const hash = (t: string) => createHash('sha256').update(t).digest('hex')
  const mac = (k: string | Buffer, t: string) => createHmac('sha256', k).update(t).digest()
  // As sent, and every % of it once more.
  const path = (url ?? '').replaceAll('%', '%25')
  const lines = named.split(';').map((name) => `${name}:${headers[name]}\n`)
  const canonical = `${method}\n${path}\n\n${lines.join('')}\n${named}\n${hash(body)}`
  const scope = `${time.slice(0, 8)}/${REGION}/bedrock/aws4_request`
  let k = mac(`AWS4${AWS.secretAccessKey}`, time.slice(0, 8))
  for (const part of [REGION, 'bedrock', 'aws4_request']) k = mac(k, part)
  const signature = mac(k, `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash(canonical)}`).toString(
    'hex',
  )
  const mustSign = ['host', 'x-amz-date', 'x-amz-security-token'].every((n) => named.includes(n))
  return mustSign && headers['x-amz-security-token'] === AWS.sessionToken
    ? `AWS4-HMAC-SHA256 Credential=${AWS.accessKeyId}/${scope}, SignedHeaders=${named}, Signature=${signature}`
    : 'a session token that is not signed'
}

/** One of AWS's binary frames. */
export function frame(headers: Record<string, string>, payload: string): Buffer {
  const head = Buffer.concat(
    Object.entries(headers).map(([name, value]) => {
      const bytes = Buffer.alloc(4 + Buffer.byteLength(name) + Buffer.byteLength(value))
      let at = bytes.writeUInt8(Buffer.byteLength(name))
      at += bytes.write(name, at)
      at = bytes.writeUInt8(7, at)
      at = bytes.writeUInt16BE(Buffer.byteLength(value), at)
      bytes.write(value, at)
      return bytes
    }),
  )
  const lengths = Buffer.alloc(8)
  lengths.writeUInt32BE(16 + head.length + Buffer.byteLength(payload))
  lengths.writeUInt32BE(head.length, 4)
  const before = Buffer.concat([lengths, number(crc32(lengths)), head, Buffer.from(payload)])
  return Buffer.concat([before, number(crc32(before))])
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

export const PROJECT = 'a-project'
const ACCESS_TOKEN = 'an-access-token'

export interface VertexDouble extends PlatformDouble {
  /** A service account's key file, whose tokens the double gives. */
  keyFile(): object
  /** How often a token was asked for. */
  tokens: () => number
}

export async function startVertexDouble(apiUrl: string, key: string): Promise<VertexDouble> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  let tokens = 0
  const giveToken = ({ path, body }: Asked, response: ServerResponse): boolean => {
    if (path !== '/token') return false
    tokens += 1
    const assertion = new URLSearchParams(body).get('assertion') ?? ''
    const [head, claims = '', signature = ''] = assertion.split('.')
    const signed = createVerify('RSA-SHA256').update(`${head}.${claims}`)
    const isOurs = signed.verify(publicKey, signature, 'base64url')
    const { aud, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString() || '{}')
    const isGood = isOurs && aud === `${double.url}/token` && exp > Date.now() / 1000
    response.writeHead(isGood ? 200 : 400, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify(
        isGood ? { access_token: ACCESS_TOKEN, expires_in: 3_599 } : { error: 'invalid_grant' },
      ),
    )
    return true
  }
  const double = await serve(apiUrl, key, decideVertex, null, giveToken)
  return {
    ...double,
    tokens: () => tokens,
    keyFile: () => ({
      type: 'service_account',
      client_email: 'insa@a-project.iam.gserviceaccount.com',
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
      private_key_id: '1',
      token_uri: `${double.url}/token`,
    }),
  }
}

function decideVertex({ request, path, body }: Asked): Decision {
  if (request.headers.authorization !== `Bearer ${ACCESS_TOKEN}`)
    return { status: 401, message: 'Request had invalid authentication credentials.' }
  const place = `/v1/projects/${PROJECT}/locations/${REGION}/publishers/anthropic/models/`
  const [model = '', how] = path.startsWith(place) ? path.slice(place.length).split(':') : []
  const { anthropic_version, stream = false, ...asked } = JSON.parse(body)
  if (how !== (stream ? 'streamRawPredict' : 'rawPredict'))
    return { status: 404, message: 'Not found' }
  if (!isVersion(anthropic_version, 'vertex-2023-10-16'))
    return { status: 400, message: 'anthropic_version: Field required' }
  if ('model' in asked) return { status: 400, message: 'model: Extra inputs are not permitted' }
  return { model: decodeURIComponent(model), stream, body: asked }
}
