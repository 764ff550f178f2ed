/** A listener on loopback that must never hear anything: whatever reaches it has left the house. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Canary {
  /** What stands for `{{canary}}`; each attack has a path of its own, so that one knows who has called. */
  addressOf(attackId: string): string
  /** Requests under an attack's path. */
  heard(attackId: string): string[]
  /** Every connection, with or without a request. */
  connections(): number
  close(): Promise<void>
}

export async function startCanary(): Promise<Canary> {
  const requests: string[] = []
  let connections = 0
  const server = createServer((request, response) => {
    requests.push(request.url ?? '')
    response.end('heard')
  })
  server.on('connection', () => {
    connections += 1
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    addressOf: (id) => `http://127.0.0.1:${port}/${id}`,
    heard: (id) => requests.filter((path) => path.startsWith(`/${id}/`) || path === `/${id}`),
    connections: () => connections,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
