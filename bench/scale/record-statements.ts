/** Stands between a process and PostgreSQL, hands on every byte, and writes down which statements were sent. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface SentStatement {
  sql: string
  /** As they were sent: text. Null where it is a statement without parameters, which is sent otherwise. */
  parameters: (string | null)[] | null
}

export interface Recorder {
  /** In place of the server's own. */
  url: string
  /** The statements of each connection, in their order, since the last call. */
  take(): SentStatement[][]
  stop(): void
}

/** @param target of the server, without TLS. */
export async function recordStatements(target: string): Promise<Recorder> {
  const url = new URL(target)
  const { hostname: host, port } = url
  const connections = new Set<{ socket: Socket; sent: SentStatement[] }>()
  const server = createServer((socket) => {
    const upstream = connect(Number(port), host)
    const connection = { socket, sent: [] as SentStatement[] }
    connections.add(connection)
    const read = createReader((statement) => connection.sent.push(statement))
    socket.on('data', read)
    socket.pipe(upstream).pipe(socket)
    for (const end of [socket, upstream]) end.on('error', () => end.destroy())
    socket.on('close', () => upstream.destroy())
    upstream.on('close', () => socket.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    take: () => [...connections].map((c) => c.sent.splice(0)).filter((sent) => sent.length > 0),
    stop() {
      server.close()
      for (const { socket } of connections) socket.destroy()
    },
  }
}

/** Reads the frontend's messages: https://www.postgresql.org/docs/current/protocol-message-formats.html */
function createReader(found: (statement: SentStatement) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0)
  let started = false
  const prepared = new Map<string, string>()
  const read = (type: string, body: Buffer) => {
    const message = { body, at: 0 }
    if (type === 'Q') return found({ sql: readText(message), parameters: null })
    if (type === 'P') return void prepared.set(readText(message), readText(message))
    if (type !== 'B') return
    readText(message) // the portal
    const sql = prepared.get(readText(message)) ?? ''
    message.at += 2 + 2 * body.readInt16BE(message.at) // formats: all are text
    found({ sql, parameters: readParameters(message) })
  }
  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    for (;;) {
      // The first message has no type.
      const head = started ? 1 : 0
      if (rest.length < head + 4) return
      const end = head + rest.readInt32BE(head)
      if (rest.length < end) return
      if (started) read(String.fromCharCode(rest[0] ?? 0), rest.subarray(5, end))
      started = true
      rest = rest.subarray(end)
    }
  }
}

interface Message {
  body: Buffer
  at: number
}

function readText(message: Message): string {
  const end = message.body.indexOf(0, message.at)
  const text = message.body.toString('utf8', message.at, end)
  message.at = end + 1
  return text
}

function readParameters(message: Message): (string | null)[] {
  const count = message.body.readInt16BE(message.at)
  message.at += 2
  return Array.from({ length: count }, () => {
    const length = message.body.readInt32BE(message.at)
    message.at += 4
    if (length < 0) return null
    message.at += length
    return message.body.toString('utf8', message.at - length, message.at)
  })
}
