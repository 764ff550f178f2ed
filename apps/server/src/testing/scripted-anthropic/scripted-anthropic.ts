/**
 * A Messages API on loopback that answers from a script: it streams the same server-sent events as the real one, fails in the
 * ways in which the real one fails, and keeps what was sent. Claude Code and the SDK talk to it by ANTHROPIC_BASE_URL.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Batches, type BatchFault, type BatchResult, createBatches } from './batches.ts'
import { buildMessage, eventsOf, type Message, type StreamEvent } from './build-message.ts'
import { createChooser } from './choose-reply.ts'
import { createUsageCounter, tokensOf } from './count-usage.ts'
import { type Answerer, type MessagesRequest, type Reply, Script } from './script.ts'

export interface SeenRequest {
  at: string
  method: string
  path: string
  headers: Record<string, string>
  /** Parsed; as text where it is no JSON; null where there is none. */
  body: unknown
  /** Bytes of the body. */
  bytes: number
}

export interface ScriptedAnthropic {
  url: string
  port: number
  /** Everything that came, in order. */
  requests: SeenRequest[]
  /** The bodies of those that asked for a message. */
  messages(): MessagesRequest[]
  /** Puts another script in place, with none of its rules used. */
  play(script: Script | Answerer): void
  /** What becomes of the next message batches that are made, one after the other. */
  batchFaults: BatchFault[]
  /** Forgets what came. */
  clear(): void
  stop(): Promise<void>
}

export interface ScriptedAnthropicOptions {
  script?: Script | Answerer
  port?: number
  /** The least tokens that the cache keeps: 4,096 on Haiku; tests with short prompts set less. */
  minCacheTokens?: number
  /** Told of every message that is given: what a provider would bill. */
  onMessage?: (request: MessagesRequest, message: Message) => void
}

const ERROR_TYPES: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  504: 'timeout_error',
  529: 'overloaded_error',
}

const errorBody = (status: number, message: string, type = ERROR_TYPES[status] ?? 'api_error') => ({
  type: 'error',
  error: { type, message },
  request_id: 'req_scripted',
})

export async function startScriptedAnthropic({
  script = {},
  port = 0,
  minCacheTokens = 4_096,
  onMessage,
}: ScriptedAnthropicOptions = {}): Promise<ScriptedAnthropic> {
  const count = createUsageCounter(minCacheTokens)
  const requests: SeenRequest[] = []
  let choose = chooserOf(script)
  let url = ''

  const batches = createBatches(
    async (params): Promise<BatchResult> => {
      const reply = await choose(params)
      if (reply.batch_result) return { type: reply.batch_result }
      if (reply.error)
        return { type: 'errored', error: errorBody(reply.error.status, reply.error.message ?? '') }
      return { type: 'succeeded', message: buildMessage(params, reply, count) }
    },
    () => url,
  )

  const api: ScriptedAnthropic = {
    url,
    port: 0,
    requests,
    batchFaults: batches.faults,
    messages: () =>
      requests
        .filter((r) => r.method === 'POST' && r.path.split('?')[0] === '/v1/messages')
        .map((r) => r.body as MessagesRequest),
    play: (next) => {
      choose = chooserOf(next)
    },
    clear: () => {
      requests.length = 0
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => {
      if (!response.headersSent) sendJson(response, 500, errorBody(500, String(error)))
      else response.destroy()
    })
  })

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { text, body } = await readBody(request)
    const method = request.method ?? 'GET'
    const [path = ''] = (request.url ?? '').split('?')
    if (path === '/requests' || path === '/script') {
      return administer(response, method, path, body, api)
    }
    const headers = request.headers as Record<string, string>
    const at = new Date().toISOString()
    const bytes = Buffer.byteLength(text)
    requests.push({ at, method, path: request.url ?? '', headers, body, bytes })
    if (method === 'POST' && path === '/v1/messages')
      return answerMessage(response, body as MessagesRequest)
    if (method === 'POST' && path === '/v1/messages/count_tokens')
      return sendJson(response, 200, { input_tokens: tokensOf(text) })
    const batch = await batches.handle(method, path, body)
    if (!batch) return sendJson(response, 404, errorBody(404, `There is no ${method} ${path}.`))
    if (batch.drop) return void response.destroy()
    return sendBatch(response, batch)
  }

  async function answerMessage(response: ServerResponse, request: MessagesRequest): Promise<void> {
    const reply = await choose(request)
    if (reply.delay_ms) await sleep(reply.delay_ms)
    if (reply.hang || response.destroyed) return
    if (reply.error) return sendError(response, reply.error)
    if (reply.raw_body) {
      response.writeHead(reply.raw_body.status ?? 200, {
        'content-type': reply.raw_body.type ?? 'text/event-stream',
      })
      response.end(reply.raw_body.body)
      return
    }
    const message = buildMessage(request, reply, count)
    onMessage?.(request, message)
    if (request.stream) return streamEvents(response, eventsOf(message, reply.raw_input), reply)
    const text = JSON.stringify(message)
    if (reply.cut_after === undefined) return sendJson(response, 200, message)
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length })
    response.write(text.slice(0, text.length / 2), () => response.destroy())
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  api.port = (server.address() as AddressInfo).port
  url = `http://127.0.0.1:${api.port}`
  api.url = url
  return api
}

function chooserOf(script: Script | Answerer) {
  if (typeof script !== 'function') {
    const choose = createChooser(Script.parse(script))
    return async (request: MessagesRequest): Promise<Reply> => choose(request)
  }
  return async (request: MessagesRequest): Promise<Reply> =>
    (await script(request)) ?? { text: 'The script has no answer to this request.' }
}

async function readBody(request: IncomingMessage): Promise<{ text: string; body: unknown }> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  try {
    return { text, body: text === '' ? null : JSON.parse(text) }
  } catch {
    return { text, body: text }
  }
}

/** For a test in another process: read or forget what came, play another script. */
function administer(
  response: ServerResponse,
  method: string,
  path: string,
  body: unknown,
  api: ScriptedAnthropic,
): void {
  if (path === '/script') {
    const parsed = Script.safeParse(body)
    if (parsed.success) api.play(body as Script)
    sendJson(
      response,
      parsed.success ? 200 : 422,
      parsed.data ?? errorBody(400, String(parsed.error)),
    )
    return
  }
  const seen = [...api.requests]
  if (method === 'DELETE') api.clear()
  sendJson(response, 200, { requests: seen })
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_scripted' })
  response.end(JSON.stringify(body))
}

function sendError(response: ServerResponse, error: NonNullable<Reply['error']>): void {
  const { status, retry_after, type, message } = error
  if (retry_after !== undefined) response.setHeader('retry-after', String(retry_after))
  sendJson(response, status, errorBody(status, message ?? `Scripted ${status}.`, type))
}

function sendBatch(
  response: ServerResponse,
  { status, body, lines }: NonNullable<Awaited<ReturnType<Batches['handle']>>>,
): void {
  if (!lines) {
    sendJson(response, status, body)
    return
  }
  response.writeHead(status, { 'content-type': 'application/x-jsonl' })
  response.end((body as unknown[]).map((line) => `${JSON.stringify(line)}\n`).join(''))
}

async function streamEvents(
  response: ServerResponse,
  events: Iterable<StreamEvent>,
  reply: Reply,
): Promise<void> {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'request-id': 'req_scripted',
  })
  let sent = 0
  for (const event of events) {
    if (sent === reply.cut_after) {
      // What was written must be on its way before the line is cut.
      response.write('', () => response.destroy())
      return
    }
    if (sent === reply.error_after) {
      const error = { ...errorBody(529, 'Overloaded'), type: 'error' }
      response.end(`event: error\ndata: ${JSON.stringify(error)}\n\n`)
      return
    }
    response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
    sent += 1
    if (reply.event_delay_ms) await sleep(reply.event_delay_ms)
    if (response.destroyed) return
  }
  response.end()
}
