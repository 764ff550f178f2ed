/** What the kit does for a tool, seen by the official client over both transports. */
import { fileURLToPath } from 'node:url'
import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import {
  type CallToolResult,
  LoggingMessageNotificationSchema,
  ProgressNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectHttp, connectStdio } from '../testing/connect.ts'
import { sampleServer } from '../testing/sample-server.ts'
import { serveHttp } from './serve-http.ts'
import { createServerLog } from './server-log.ts'

const SETTINGS = { SAMPLE_GREETING: 'Hello' }
const PROGRAM = fileURLToPath(new URL('../testing/serve-sample.ts', import.meta.url))

interface Connected {
  client: Client
  log: () => string
  close: () => Promise<void>
}

const TRANSPORTS: Record<string, () => Promise<Connected>> = {
  async stdio() {
    const { client, stderr } = await connectStdio([PROGRAM], SETTINGS)
    return { client, log: stderr, close: () => client.close() }
  },
  async http() {
    let lines = ''
    const log = createServerLog('sample', 'info', (line) => {
      lines += line
    })
    const served = await serveHttp(sampleServer, { env: SETTINGS, log, port: 0 })
    const client = await connectHttp(served.url)
    return {
      client,
      log: () => lines,
      close: async () => {
        await client.close()
        await served.close()
      },
    }
  },
}

describe.each(Object.entries(TRANSPORTS))('a tool over %s', (_, connect) => {
  let connected: Connected
  beforeAll(async () => {
    connected = await connect()
    // The client checks structured answers once it has seen the schemas.
    await connected.client.listTools()
  })
  afterAll(() => connected.close())

  const call = async (name: string, args: Record<string, unknown> = {}) =>
    (await connected.client.callTool({ name, arguments: args })) as CallToolResult
  const words = (result: CallToolResult) =>
    result.content.map((part) => ('text' in part ? part.text : part.type)).join('\n')

  it('is listed with its schemas, and says of itself what it does [kit.tools]', async () => {
    const { tools } = await connected.client.listTools()
    expect(tools.map((t) => t.name)).toEqual([
      'greet',
      'list_parts',
      'work',
      'hang',
      'fail',
      'draw',
    ])
    const annotations = Object.fromEntries(tools.map((t) => [t.name, t.annotations]))
    expect(annotations).toMatchObject({
      greet: { title: 'Greet', readOnlyHint: true, destructiveHint: false, idempotentHint: true },
      work: { readOnlyHint: false, destructiveHint: false, idempotentHint: true },
      hang: { readOnlyHint: false, destructiveHint: true, openWorldHint: true },
    })
    expect(annotations.greet?.openWorldHint).toBe(false)
    expect(tools[0]?.inputSchema).toMatchObject({
      type: 'object',
      required: ['name'],
      additionalProperties: false,
      properties: { name: { type: 'string', description: 'Who is greeted.' } },
    })
    expect(tools.every((t) => t.outputSchema?.type === 'object')).toBe(true)
  })

  it('answers with structured content, and with the same as text [kit.tools]', async () => {
    const answer = await call('greet', { name: 'Ana', times: 2 })
    expect(answer.structuredContent).toEqual({ words: ['Hello Ana', 'Hello Ana'], tone: 'plain' })
    expect(JSON.parse(words(answer))).toEqual(answer.structuredContent)
  })

  it('takes what a model writes for nothing as nothing', async () => {
    const answer = await call('greet', { name: 'Ana', times: null, tone: '' })
    expect(answer.structuredContent).toEqual({ words: ['Hello Ana'], tone: 'plain' })
  })

  it('says which argument is wrong, why, and what it takes [kit.errors]', async () => {
    const answer = await call('greet', { name: '', times: 9, colour: 'red' })
    expect(answer.isError).toBe(true)
    expect(words(answer).split('\n')).toEqual([
      'greet was not called: its arguments do not fit. (arguments.invalid)',
      expect.stringMatching(/^- name: .+1 character/),
      expect.stringMatching(/^- times: .+<=3/),
      '- colour: there is no such argument.',
      'It takes: name, times, tone.',
    ])
  })

  it('tells a failure with its field and what to do, and an unknown tool with those there are [kit.errors]', async () => {
    const told = await call('fail', { how: 'told' })
    expect(told.isError).toBe(true)
    expect(words(told)).toBe(
      'The part is locked. (part.locked)\n- part: is being changed by Ana.\nAsk Ana, or wait.',
    )
    const unknown = await call('greed')
    expect(unknown.isError).toBe(true)
    expect(words(unknown)).toMatch(/There is no tool greed.*\nThere are: greet, list_parts/)
  })

  it.each(['inside', 'wrong_answer'])(
    'hides a fault of ours (%s), and logs it under an id [kit.errors]',
    async (how) => {
      const answer = await call('fail', { how })
      expect(answer.isError).toBe(true)
      const [, id = 'none'] = /log has the reason under (\w{8})\./.exec(words(answer)) ?? []
      expect(words(answer)).not.toContain('secret')
      await expect.poll(connected.log).toContain(id)
    },
  )

  it('cuts a list that is too long, and says how much is left [kit.truncation]', async () => {
    const answer = await call('list_parts', { count: 1_000 })
    const { parts, truncated } = answer.structuredContent as {
      parts: unknown[]
      truncated: { cut: object[]; advice: string }
    }
    expect(words(answer).length).toBeLessThanOrEqual(5_000)
    expect(parts.length).toBeGreaterThan(50)
    expect(truncated.cut).toEqual([
      { path: 'parts', unit: 'entries', shown: parts.length, of: 1_000 },
    ])
    expect(truncated.advice).toContain('Ask for less')
    expect((await call('list_parts', { count: 3 })).structuredContent).not.toHaveProperty(
      'truncated',
    )
  })

  it('tells how far it is, and logs to the client from the level that it wants [kit.progress]', async () => {
    const logged: unknown[] = []
    connected.client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => {
      logged.push(params)
    })
    const told: object[] = []
    // By its own token: the client's `onprogress` ends with the answer, which may come in the same chunk.
    connected.client.setNotificationHandler(ProgressNotificationSchema, ({ params }) => {
      told.push(params)
    })
    const run = () =>
      connected.client.callTool({
        name: 'work',
        arguments: { steps: 3 },
        _meta: { progressToken: 'mine' },
      })
    await run()
    await expect
      .poll(() => told)
      .toEqual([
        { progressToken: 'mine', progress: 0, total: 3, message: 'step 1' },
        { progressToken: 'mine', progress: 1, total: 3, message: 'step 2' },
        { progressToken: 'mine', progress: 2, total: 3, message: 'step 3' },
      ])
    await expect.poll(() => logged).toHaveLength(3)
    expect(logged[0]).toEqual({
      level: 'info',
      logger: 'sample',
      data: { message: 'A step begins', step: 1 },
    })
    await connected.client.setLoggingLevel('debug')
    await run()
    await expect.poll(() => logged).toHaveLength(9)
    await connected.client.setLoggingLevel('error')
    await run()
    await connected.client.ping()
    expect(logged).toHaveLength(9)
  })

  it('stops when the client cancels, and the session goes on [kit.cancel]', async () => {
    const stop = new AbortController()
    const begun = Promise.withResolvers<void>()
    connected.client.setNotificationHandler(ProgressNotificationSchema, () => begun.resolve())
    const running = connected.client.callTool(
      { name: 'work', arguments: { steps: 10_000 }, _meta: { progressToken: 'mine' } },
      undefined,
      { signal: stop.signal },
    )
    await begun.promise
    stop.abort('no longer wanted')
    await expect(running).rejects.toThrow('no longer wanted')
    expect((await call('greet', { name: 'Ana' })).isError).not.toBe(true)
  })

  it('is not waited for longer than it may take [kit.cancel]', async () => {
    const answer = await call('hang')
    expect(answer.isError).toBe(true)
    expect(words(answer)).toBe(
      'hang gave no answer within 0.2 s and was stopped.\nLook whether it was done before you try again.',
    )
  })

  it('may answer with a picture beside its data', async () => {
    const answer = await call('draw')
    expect(answer.structuredContent).toEqual({ width: 1 })
    expect(answer.content[1]).toEqual({
      type: 'image',
      data: 'iVBORw0KGgo=',
      mimeType: 'image/png',
    })
  })
})
