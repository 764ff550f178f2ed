/** The suite sends no key: this stands before a server of ours, adds one to every request, and passes all else on as it came. */
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface KeyedServer {
  url: string
  close(): Promise<void>
}

export async function withKey(target: string, key: string): Promise<KeyedServer> {
  const { hostname, port, pathname } = new URL(target)
  const server = createServer((incoming, outgoing) => {
    const { method, url: path, headers } = incoming
    // Host and Origin stay: what the server makes of them is looked at.
    const passed = { ...headers, authorization: `Bearer ${key}` }
    const sent = request({ hostname, port, path, method, headers: passed }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    sent.on('error', () => outgoing.destroy())
    outgoing.on('close', () => sent.destroy())
    incoming.pipe(sent)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
