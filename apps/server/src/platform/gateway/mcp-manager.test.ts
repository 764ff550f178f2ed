/** Real servers: processes over stdio, and Streamable HTTP on loopback. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DoubleSite, doubleSite } from '../../testing/mcp-double/double-site.ts'
import { type ServedDouble, serveDouble } from '../../testing/mcp-double/serve-http.ts'
import { readMcpConfig } from './mcp-config.ts'
import { createMcpManager, type McpManager } from './mcp-manager.ts'
import type { McpServer, McpTiming } from './mcp-server.ts'

const TIMING = {
  healthEveryMs: 50,
  lookAgainMs: 20,
  longestWaitMs: 60_000,
  firstRetryMs: 20,
  lastRetryMs: 100,
  circuitRestMs: 1_000,
}
const CHILD = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '' }

let site: DoubleSite
let managers: McpManager[]
beforeEach(() => {
  site = doubleSite({ DOUBLE_KEY: 'k' })
  managers = []
})
afterEach(async () => {
  await Promise.all(managers.map((m) => m.stop()))
  site.remove()
})

function start(file = site.config, timing: Partial<McpTiming> = {}): McpServer {
  const config = readMcpConfig({ file, candidates: [], variable: () => undefined }, new Set())
  const logger = pino({ level: 'silent' })
  const manager = createMcpManager({
    config,
    childEnvironment: CHILD,
    logger,
    timing: { ...TIMING, ...timing },
  })
  managers.push(manager)
  manager.start()
  return manager.servers.get('double') as McpServer
}

const live = () => new AbortController().signal
const toolNames = (server: McpServer) => server.definitions()?.map((t) => t.name)
const offered = async (name: string) => {
  const tool = (await managers[0]?.offerOf('double'))?.tools.find((t) => t.name === name)
  if (!tool) throw new Error(`${name} is not offered.`)
  return tool
}
const call = {
  organizationId: 'o',
  executionId: 'e',
  agentType: 'test',
  correlationId: 'c',
}

describe('an MCP server over stdio', () => {
  it('is started, initialized and listed, all pages of it [mcp.life]', async () => {
    const server = start()
    expect(server.state().status).toBe('starting')
    await server.settled()
    expect(server.state()).toMatchObject({
      status: 'ready',
      serverInfo: 'double 1.0.0',
      pid: expect.any(Number),
      restarts: 0,
      lastError: null,
      circuit: 'closed',
    })
    expect(toolNames(server)).toContain('read_note')
    expect(toolNames(server)).toContain('erase_notes')
  })

  it('gets PATH, HOME and what its entry names, and nothing else of ours [mcp.environment]', async () => {
    start()
    const tool = await offered('mcp__double__show_environment')
    expect(await tool.run({ ...call, signal: live() }, {})).toEqual({
      names: ['DOUBLE_KEY', 'HOME', 'PATH'],
    })
  })

  it('is believed to its disadvantage: what says nothing of itself counts as destructive', async () => {
    start()
    const effect = async (name: string) => (await offered(`mcp__double__${name}`)).effect
    expect(await effect('read_note')).toBe('read')
    expect(await effect('add_note')).toBe('write')
    expect(await effect('send_note')).toBe('egress')
    expect(await effect('erase_notes')).toBe('destructive')
    expect((await offered('mcp__double__read_note')).outside).toBe(true)
  })

  it('is given only arguments that its schema names', async () => {
    start()
    const { input } = await offered('mcp__double__add_note')
    expect(input.safeParse({ text: 'x' }).success).toBe(true)
    for (const args of [{}, { text: 7 }, { text: 'x', also_to: 'mallory' }, 'text', null]) {
      expect(input.safeParse(args).success).toBe(false)
    }
  })

  it('answers with an error of its own, which is no reason to leave it alone', async () => {
    const server = start()
    for (const name of ['complain', 'refuse', 'complain', 'refuse', 'complain', 'refuse']) {
      const tool = await offered(`mcp__double__${name}`)
      await expect(tool.run({ ...call, signal: live() }, {})).rejects.toMatchObject({
        code: 'tool.failed',
        message: expect.stringMatching(/The note is locked|I will not/),
      })
    }
    expect(server.state()).toMatchObject({ status: 'ready', circuit: 'closed' })
  })

  it('is told to stop when the caller does not wait any more [mcp.cancel]', async () => {
    start()
    const tool = await offered('mcp__double__wait')
    const abort = new AbortController()
    const running = tool.run({ ...call, signal: abort.signal }, { ms: 60_000 })
    await expect.poll(site.calls).toHaveLength(1)
    abort.abort('cancelled')
    await expect(running).rejects.toMatchObject({ code: 'tool.outcome_unknown' })
    await expect.poll(site.calls).toContainEqual({ cancelled: 'wait' })
  })

  it('that dies is started again, and what was under way has an unknown fate [mcp.life]', async () => {
    const server = start()
    await server.settled()
    const first = server.state().pid
    const tool = await offered('mcp__double__die')
    await expect(tool.run({ ...call, signal: live() }, {})).rejects.toMatchObject({
      code: 'tool.outcome_unknown',
    })
    await expect.poll(() => server.state().restarts, { timeout: 10_000 }).toBe(1)
    await server.settled()
    expect(server.state()).toMatchObject({ status: 'ready', pid: expect.any(Number) })
    expect(server.state().pid).not.toBe(first)
  })

  it('that cannot be started is tried again, more and more seldom, and says why', async () => {
    const server = start(site.writeConfig({ double: { command: '/nowhere/server' } }))
    await expect.poll(() => server.state().restarts, { timeout: 10_000 }).toBeGreaterThan(2)
    expect(server.state().lastError).toMatch(/ENOENT/)
    await expect(server.call('read_note', {}, live())).rejects.toMatchObject({
      code: 'tool.unavailable',
    })
    expect(await managers[0]?.offerOf('double')).toBeNull()
  })

  it('that never stops listing is cut off, also where its pages hold nothing', async () => {
    const server = start()
    await server.settled()
    site.list(() => [])
    writeFileSync(site.files.endless, '')
    await expect.poll(() => server.state().lastError, { timeout: 10_000 }).toMatch(/100 pages/)
  })

  it('that never says a word is not waited for, and is gone with the program', async () => {
    const note = join(dirname(site.files.book), 'pid')
    const program = `require('fs').writeFileSync(${JSON.stringify(note)}, String(process.pid)); setInterval(() => {}, 1000)`
    const mute = { command: process.execPath, args: ['-e', program] }
    const server = start(site.writeConfig({ double: mute }), { longestWaitMs: 100 })
    expect(await managers[0]?.offerOf('double')).toBeNull()
    await expect(server.call('read_note', {}, live())).rejects.toMatchObject({
      code: 'tool.unavailable',
    })
    expect(server.state().status).toBe('starting')
    await expect.poll(() => existsSync(note), { timeout: 20_000 }).toBe(true)
    await managers[0]?.stop()
    await expect.poll(() => isAlive(Number(readFileSync(note, 'utf8')))).toBe(false)
  })

  it('that lists other tools without a word is found out, and calls of the old ones end', async () => {
    const server = start()
    const tool = await offered('mcp__double__read_note')
    site.list((tools) => tools.filter((t) => t.name !== 'add_note'))
    await expect.poll(() => toolNames(server)).not.toContain('add_note')
    await expect(tool.run({ ...call, signal: live() }, { id: '1' })).rejects.toMatchObject({
      code: 'tool.unavailable',
    })
  })

  it('ends with the program', async () => {
    const server = start()
    await server.settled()
    const pid = server.state().pid as number
    await managers[0]?.stop()
    await expect.poll(() => isAlive(pid)).toBe(false)
  })
})

describe('an MCP server over Streamable HTTP', () => {
  let far: ServedDouble
  beforeEach(async () => {
    far = await serveDouble(site.files)
  })
  afterEach(() => far.close())
  const startFar = (timeout?: number) =>
    start(
      site.writeConfig({
        double: { url: far.url, headers: { 'X-Key': 'k' }, ...(timeout ? { timeout } : {}) },
      }),
    )

  it('is used like one over stdio, with the headers of its entry [mcp.life]', async () => {
    const server = startFar()
    const tool = await offered('mcp__double__read_note')
    expect(await tool.run({ ...call, signal: live() }, { id: '1' })).toMatch(/^Note 1/)
    expect(far.headers()['x-key']).toBe('k')
    expect(server.state()).toMatchObject({ status: 'ready', pid: null })
  })

  it('is listed anew when it says that its tools have changed', async () => {
    const server = startFar()
    await server.settled()
    site.list((tools) => tools.slice(0, 3))
    await far.announceChange()
    await expect.poll(() => server.definitions()?.length).toBe(3)
  })

  it('that gives no answer in time leaves an unknown fate, and rests after five times [mcp.circuit]', async () => {
    const server = startFar(150)
    const tool = await offered('mcp__double__slow_note')
    const slow = () => tool.run({ ...call, signal: live() }, { text: 'x', ms: 5_000 })
    for (let i = 0; i < 5; i += 1) {
      await expect(slow()).rejects.toMatchObject({ code: 'tool.outcome_unknown' })
    }
    expect(server.state().circuit).toBe('open')
    const before = site.calls().length
    await expect(slow()).rejects.toMatchObject({ code: 'tool.unavailable' })
    expect(site.calls()).toHaveLength(before)
    const quick = await offered('mcp__double__read_note')
    const tryAgain = async () => {
      await quick.run({ ...call, signal: live() }, { id: '1' }).catch(() => undefined)
      return server.state().circuit
    }
    await expect.poll(tryAgain, { timeout: 15_000 }).toBe('closed')
  })

  it('that answers with a page instead of MCP leaves an unknown fate', async () => {
    startFar()
    const tool = await offered('mcp__double__add_note')
    far.answerWith(200)
    await expect(tool.run({ ...call, signal: live() }, { text: 'x' })).rejects.toMatchObject({
      code: 'tool.outcome_unknown',
    })
  })

  it('that refuses a call has not done it', async () => {
    startFar()
    const tool = await offered('mcp__double__add_note')
    far.answerWith(403)
    await expect(tool.run({ ...call, signal: live() }, { text: 'x' })).rejects.toMatchObject({
      code: 'tool.unavailable',
    })
    far.answerWith(502)
    await expect(tool.run({ ...call, signal: live() }, { text: 'x' })).rejects.toMatchObject({
      code: expect.stringMatching(/tool\.(outcome_unknown|unavailable)/),
    })
  })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
