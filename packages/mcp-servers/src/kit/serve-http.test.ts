import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { connectHttp } from '../testing/connect.ts'
import { sampleServer } from '../testing/sample-server.ts'
import type { ServedHttp, ServeHttpOptions } from './serve-http.ts'
import { serveHttp } from './serve-http.ts'
import { createServerLog } from './server-log.ts'

const TOKEN = 'a-token-of-this-test'
const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'raw', version: '1' },
  },
}

describe('a server over HTTP', () => {
  const opened: ServedHttp[] = []
  afterEach(async () => {
    for (const served of opened.splice(0)) await served.close()
  })
  const serve = async (options: Partial<ServeHttpOptions> = {}) => {
    const served = await serveHttp(sampleServer, {
      env: { SAMPLE_GREETING: 'Hello' },
      log: createServerLog('sample', 'info', () => undefined),
      port: 0,
      ...options,
    })
    opened.push(served)
    return served
  }

  /** One raw request, with a Host and an Origin that fetch would not send. */
  async function send(
    { url }: ServedHttp,
    { path = '/mcp', method = 'POST', headers = {}, body = INITIALIZE as unknown } = {},
  ) {
    const { port } = new URL(url)
    const { promise, resolve, reject } = Promise.withResolvers<{
      status: number
      headers: Record<string, unknown>
      body: string
    }>()
    const sent = request(
      { host: '127.0.0.1', port, path, method, headers: { ...JSON_HEADERS, ...headers } },
      async (response) =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: await text(response),
        }),
    )
    sent.once('error', reject)
    sent.end(method === 'POST' ? JSON.stringify(body) : undefined)
    return promise
  }
  const JSON_HEADERS = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  }

  it('listens on loopback, and refuses to be open to others without a token [kit.http.door]', async () => {
    expect((await serve()).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/mcp$/)
    for (const host of ['0.0.0.0', '::', '192.0.2.1']) {
      await expect(serve({ host })).rejects.toThrow(`On ${host} everybody`)
    }
    await expect(serve({ token: 'short' })).rejects.toThrow('fewer than 16 characters')
  })

  it.each([
    [{ host: 'evil.example.com' }, 'The host evil.example.com is not'],
    [{ host: 'localhost.evil.example.com:80' }, 'is not one of this server'],
    [{ origin: 'http://evil.example.com' }, 'Pages of http://evil.example.com'],
    [{ origin: 'null' }, 'Pages of null'],
  ])('refuses what comes by a rebound name: %j [kit.http.door]', async (headers, said) => {
    const { status, body } = await send(await serve(), { headers })
    expect(status).toBe(403)
    expect(JSON.parse(body)).toMatchObject({ error: { message: expect.stringContaining(said) } })
  })

  it('takes its own names, and those that it is told', async () => {
    const served = await serve({ hosts: ['crm.example.com'] })
    for (const headers of [
      { host: 'localhost:9101' },
      { host: '[::1]' },
      { host: 'CRM.example.com', origin: 'https://crm.example.com' },
    ]) {
      expect((await send(served, { headers })).status).toBe(200)
    }
  })

  it('asks every path but the health for the token [kit.http.door]', async () => {
    const served = await serve({ token: TOKEN })
    for (const authorization of ['', `Bearer ${TOKEN}x`, `Basic ${TOKEN}`, TOKEN]) {
      const answer = await send(served, { headers: { authorization } })
      expect(answer.status).toBe(401)
      expect(answer.headers['www-authenticate']).toContain('Bearer')
    }
    expect((await send(served, { path: '/metrics', method: 'GET' })).status).toBe(401)
    expect((await send(served, { path: '/healthz', method: 'GET' })).status).toBe(200)
    const client = await connectHttp(served.url, TOKEN)
    expect((await client.listTools()).tools).toHaveLength(6)
    await client.close()
    await expect(connectHttp(served.url, 'another-token-of-this')).rejects.toThrow(/401|token/i)
  })

  it('counts calls by tool and how they ended [kit.metrics]', async () => {
    const served = await serve()
    const client = await connectHttp(served.url)
    await client.callTool({ name: 'greet', arguments: { name: 'Ana' } })
    await client.callTool({ name: 'greet', arguments: {} })
    await client.callTool({ name: 'fail', arguments: { how: 'told' } })
    await client.callTool({ name: 'hang' })
    await client.close()
    const { body } = await send(served, { path: '/metrics', method: 'GET' })
    const counts = Object.fromEntries(
      [...body.matchAll(/tool_duration_seconds_count\{(.+)\} (\d+)/g)].map(([, labels = '', n]) => {
        const label = (name: string) => new RegExp(`${name}="(\\w+)"`).exec(labels)?.[1]
        return [`${label('server')} ${label('tool')} ${label('outcome')}`, Number(n)]
      }),
    )
    expect(counts).toEqual({
      'sample greet ok': 1,
      'sample greet invalid': 1,
      'sample fail failed': 1,
      'sample hang timeout': 1,
    })
    expect(body).toContain('insa_mcp_server_answer_characters_bucket')
  })

  it('answers 404 for a session that is none, 400 without one, and closes those left alone', async () => {
    const served = await serve()
    const list = { jsonrpc: '2.0', id: 2, method: 'tools/list' }
    expect((await send(served, { body: list })).status).toBe(400)
    const unknown = { 'mcp-session-id': '0b8e1f0e-7d7e-4a51-9d4b-000000000000' }
    expect((await send(served, { body: list, headers: unknown })).status).toBe(404)
    const session = (await send(served)).headers['mcp-session-id'] as string
    const headers = { 'mcp-session-id': session }
    expect((await send(served, { body: list, headers })).status).toBe(200)
    const hasty = await serve({ limits: { idleMs: 20, sessions: 2 } })
    const left = { 'mcp-session-id': (await send(hasty)).headers['mcp-session-id'] as string }
    await expect
      .poll(async () => (await send(hasty, { body: list, headers: left })).status, { interval: 60 })
      .toBe(404)
  })

  it('keeps no more sessions than it may: the one that was idle longest goes', async () => {
    const served = await serve({ limits: { sessions: 2 } })
    const list = { jsonrpc: '2.0', id: 2, method: 'tools/list' }
    const open = async () => (await send(served)).headers['mcp-session-id'] as string
    const [first, second, third] = [await open(), await open(), await open()]
    const status = async (id: string) =>
      (await send(served, { body: list, headers: { 'mcp-session-id': id } })).status
    expect([await status(first), await status(second), await status(third)]).toEqual([
      404, 200, 200,
    ])
  })

  it('refuses what it does not understand, and goes on', async () => {
    const served = await serve()
    expect((await send(served, { path: '/elsewhere' })).status).toBe(404)
    expect((await send(served, { body: 'no message' })).status).toBe(400)
    const huge = { ...INITIALIZE, params: { padding: 'x'.repeat(5_000_000) } }
    expect((await send(served, { body: huge })).status).toBe(413)
    expect((await send(served)).status).toBe(200)
  })
})
