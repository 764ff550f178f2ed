/**
 * The connections of a server that stops. Node itself waits for those that wait for nothing: one that never sent a request
 * (browsers open such ahead), and one that is kept alive after an answer that came while the server was closing.
 */
import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** How to let the connections of each server go. */
const watched = new WeakMap<object, () => void>()

/** Counts what each connection waits for. Call before the server listens. */
export function watchConnections(server: Server): void {
  const waiting = new Map<Socket, number>()
  let lettingGo = false
  const count = (socket: Socket, change: 1 | -1) => {
    const answers = (waiting.get(socket) ?? 0) + change
    if (!socket.destroyed) waiting.set(socket, answers)
    if (lettingGo && answers === 0) socket.destroySoon()
  }
  server.on('connection', (socket) => {
    if (lettingGo) return void socket.destroy()
    waiting.set(socket, 0)
    socket.once('close', () => waiting.delete(socket))
  })
  server.on('request', ({ socket }, response) => {
    count(socket, 1)
    response.once('close', () => count(socket, -1))
  })
  watched.set(server, () => {
    lettingGo = true
    for (const [socket, answers] of waiting) if (answers === 0) socket.destroySoon()
  })
}

/** Ends the connections that wait for no answer now, and each other one with its last answer. */
export function letConnectionsGo(server: object): void {
  watched.get(server)?.()
}
