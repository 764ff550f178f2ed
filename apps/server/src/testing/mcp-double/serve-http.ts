/** The double over Streamable HTTP, with sessions, in this process. */
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { createDouble, type DoubleFiles } from './mcp-double.ts'

export interface ServedDouble {
  url: string
  /** Of the last request. */
  headers: () => IncomingHttpHeaders
  /** Tells every client that its tools have changed. */
  announceChange: () => Promise<void>
  /** Every request is answered with this status and a page, as a proxy does; null: as it should be. */
  answerWith: (status: number | null) => void
  close: () => Promise<void>
}

export async function serveDouble(files: DoubleFiles): Promise<ServedDouble> {
  const sessions = new Map<string, { transport: StreamableHTTPServerTransport; server: Server }>()
  let headers: IncomingHttpHeaders = {}
  let status: number | null = null
  const open = async () => {
    const server = createDouble(files)
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void sessions.set(id, { transport, server }),
    })
    // Its handlers may be undefined, which our strictness tells from absent.
    await server.connect(transport as Transport)
    return transport
  }
  const http = createServer(async (request, response) => {
    headers = request.headers
    if (status !== null)
      return void response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>Busy</h1>')
    const id = request.headers['mcp-session-id']
    const known = typeof id === 'string' ? sessions.get(id)?.transport : undefined
    if (typeof id === 'string' && !known) return void response.writeHead(404).end()
    await (known ?? (await open())).handleRequest(request, response)
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`,
    headers: () => headers,
    announceChange: async () => {
      for (const { server } of sessions.values()) await server.sendToolListChanged()
    },
    answerWith: (wanted) => {
      status = wanted
    },
    async close() {
      for (const { server } of sessions.values()) await server.close()
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}
