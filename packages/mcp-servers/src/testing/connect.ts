/** The official SDK's client, on a server of ours: it checks every structured answer against the tool's output schema. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'

const newClient = () => new Client({ name: 'test', version: '1.0.0' }, { capabilities: {} })

export interface StdioConnection {
  client: Client
  pid: number
  /** What the server wrote on stderr. */
  stderr: () => string
}

/** @param args of this Node: the program and what it is given. The process gets PATH and `env`, nothing else. */
export async function connectStdio(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<StdioConnection> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [...args],
    env: { PATH: process.env.PATH ?? '', ...env },
    stderr: 'pipe',
  })
  let stderr = ''
  transport.stderr?.on('data', (chunk) => {
    stderr += String(chunk)
  })
  const client = newClient()
  await client.connect(transport)
  return { client, pid: transport.pid ?? 0, stderr: () => stderr }
}

export async function connectHttp(url: string, token?: string): Promise<Client> {
  const client = newClient()
  const headers = token ? { authorization: `Bearer ${token}` } : {}
  const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } })
  // Its sessionId may be undefined, which our strictness tells from absent.
  await client.connect(transport as Transport)
  return client
}
