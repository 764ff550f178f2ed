/** `insa mcp`, as clients start it: a process of its own, the official client. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { describe, expect, it, onTestFinished } from 'vitest'
import { pinnedNode } from '../../../scripts/pinned-node.mjs'
import { ROOT } from '../../../scripts/setup-state.mjs'

const BIN = `${ROOT}/apps/server/bin/insa.mjs`
const KEY = { INSA_API_KEY: 'insa_a-key-of-this-test' }

const newClient = () => new Client({ name: 'test', version: '1.0.0' })

function start(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(pinnedNode(), [BIN, 'mcp', ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

describe('insa mcp', () => {
  it('serves INSA CRM over stdio, says nothing else on stdout, and ends with its client [kit.serve]', async () => {
    const transport = new StdioClientTransport({
      command: pinnedNode(),
      args: [BIN, 'mcp'],
      env: { PATH: process.env.PATH ?? '', ...KEY },
      stderr: 'pipe',
    })
    const client = newClient()
    // Whatever is no message of the protocol would come here.
    const strange: string[] = []
    client.onerror = (error) => strange.push(error.message)
    await client.connect(transport)
    expect(client.getServerVersion()).toMatchObject({ name: 'insa', title: 'INSA CRM' })
    expect((await client.listTools()).tools.map((t) => t.name)).toContain('get_lead')
    const { pid } = transport
    await client.close()
    await expect.poll(() => isAlive(pid ?? 0)).toBe(false)
    expect(strange).toEqual([])
  })

  it('tells a failure of the API with what to do, and starts although it is away', async () => {
    const transport = new StdioClientTransport({
      command: pinnedNode(),
      args: [BIN, 'mcp', '--url', 'http://127.0.0.1:1'],
      env: { PATH: process.env.PATH ?? '', ...KEY },
      stderr: 'ignore',
    })
    const client = newClient()
    await client.connect(transport)
    onTestFinished(() => client.close())
    expect(await client.callTool({ name: 'whoami' })).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/cannot be reached.*\nIs INSA CRM running/) }],
    })
  })

  it('serves over HTTP, says where, and ends on SIGTERM [kit.serve]', async () => {
    const child = start(['serve', 'platform', '--http', '--port', '0'], KEY)
    const [line] = await once(child.stdout, 'data')
    const url = /http:\S+\/mcp/.exec(String(line))?.[0] ?? ''
    const client = newClient()
    await client.connect(new StreamableHTTPClientTransport(new URL(url)) as Transport)
    expect((await client.listTools()).tools.length).toBeGreaterThan(2)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it.each([
    ['without a key', [], {}, /INSA_API_KEY: is not set \(an API key/],
    ['for a name that is none', ['serve', 'nothing'], KEY, /no MCP server nothing\. There are: /],
    ['with a key that cannot be sent', [], { INSA_API_KEY: 'a b' }, /INSA_API_KEY: holds blanks/],
    [
      'on an open address without a token',
      ['serve', 'platform', '--http', '--host', '0.0.0.0'],
      KEY,
      /set INSA_MCP_TOKEN/,
    ],
    [
      'with a token that is too short',
      ['serve', 'platform', '--http'],
      { ...KEY, INSA_MCP_TOKEN: 'short' },
      /INSA_MCP_TOKEN/,
    ],
  ])('does not start %s, and says why on stderr', async (_, args, env, said) => {
    const child = start(args, env as Record<string, string>)
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ])
    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(said)
  })
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
