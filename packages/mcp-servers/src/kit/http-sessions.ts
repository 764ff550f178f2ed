/** The sessions of Streamable HTTP: opened by `initialize`, bound to who opened them, closed when they are left. */
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { isInitializeRequest } from '@modelcontextprotocol/sdk/types.js'

export interface HttpSessionsOptions<C> {
  /** The server for a new session of this caller. */
  open(caller: C): Server
  /** Two callers with the same key are the same; nobody else may use a session of theirs. */
  keyOf(caller: C): string
  limits?: Partial<SessionLimits>
}

export interface SessionLimits {
  /** A session without a request for so long is closed. Milliseconds. */
  idleMs: number
  /** Of all callers; beyond it, the one that was idle longest is closed. */
  sessions: number
}

const LIMITS: SessionLimits = { idleMs: 30 * 60_000, sessions: 500 }

interface Session {
  caller: string
  transport: StreamableHTTPServerTransport
  server: Server
  usedAt: number
  /** Requests that are being answered, the stream of events among them. */
  open: number
}

export interface HttpSessions<C> {
  /** Answers one request. @param body where somebody has read it already. */
  handle(
    request: IncomingMessage,
    response: ServerResponse,
    caller: C,
    body?: unknown,
  ): Promise<void>
  /** How many there are. */
  count(): number
  close(): Promise<void>
}

/** JSON-RPC's error answer to a request that never reached a session. */
export function refuse(response: ServerResponse, status: number, message: string): void {
  const headers = {
    'content-type': 'application/json',
    ...(status === 401 ? { 'www-authenticate': 'Bearer realm="insa-mcp"' } : {}),
  }
  const error = { code: -32_000, message }
  response.writeHead(status, headers).end(JSON.stringify({ jsonrpc: '2.0', error, id: null }))
}

export function createHttpSessions<C>(options: HttpSessionsOptions<C>): HttpSessions<C> {
  const limits = { ...LIMITS, ...options.limits }
  const sessions = new Map<string, Session>()
  const end = async (id: string) => {
    const session = sessions.get(id)
    sessions.delete(id)
    await session?.server.close()
  }
  const sweep = setInterval(
    () => {
      const idleSince = performance.now() - limits.idleMs
      for (const [id, session] of sessions)
        if (session.open === 0 && session.usedAt < idleSince) void end(id)
    },
    Math.min(limits.idleMs, 60_000),
  )
  sweep.unref()
  const makeRoom = () => {
    if (sessions.size < limits.sessions) return
    const [oldest] = [...sessions].sort(([, a], [, b]) => a.usedAt - b.usedAt)
    if (oldest) void end(oldest[0])
  }
  const begin = async (caller: C): Promise<Session> => {
    const server = options.open(caller)
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => {
        makeRoom()
        sessions.set(id, session)
      },
      onsessionclosed: (id) => void sessions.delete(id),
    })
    const session: Session = {
      caller: options.keyOf(caller),
      transport,
      server,
      usedAt: performance.now(),
      open: 0,
    }
    // Its handlers may be undefined, which our strictness tells from absent.
    await server.connect(transport as Transport)
    return session
  }
  return {
    count: () => sessions.size,
    async handle(request, response, caller, body) {
      const id = request.headers['mcp-session-id']
      let session: Session | undefined
      if (typeof id === 'string') {
        session = sessions.get(id)
        // Somebody else's session is no different from none. A client opens a new one upon 404.
        if (!session || session.caller !== options.keyOf(caller)) {
          return refuse(response, 404, 'There is no such session. Initialize a new one.')
        }
      } else if (body === undefined || isOpening(body)) session = await begin(caller)
      else return refuse(response, 400, 'Send the Mcp-Session-Id header, or initialize first.')
      await answer(session, request, response, body)
      // What was no `initialize` has opened nothing.
      if (session.transport.sessionId === undefined) await session.server.close()
    },
    async close() {
      clearInterval(sweep)
      await Promise.all([...sessions.keys()].map(end))
    },
  }
}

const isOpening = (body: unknown) =>
  Array.isArray(body) ? body.some(isInitializeRequest) : isInitializeRequest(body)

async function answer(
  session: Session,
  request: IncomingMessage,
  response: ServerResponse,
  body: unknown,
): Promise<void> {
  session.usedAt = performance.now()
  session.open += 1
  response.once('close', () => {
    session.open -= 1
    session.usedAt = performance.now()
  })
  await session.transport.handleRequest(request, response, body)
}
