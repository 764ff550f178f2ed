/** The protocol's own conformance suite judges our servers. Some of its checks pass without a fixture, so we look for them first. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testApp } from '../../apps/server/src/testing/test-app.ts'
import type { ServedHttp } from '../../packages/mcp-servers/src/kit/serve-http.ts'
import { SERVERS } from '../../packages/mcp-servers/src/servers.ts'
import { connectHttp } from '../../packages/mcp-servers/src/testing/connect.ts'
import { pinnedNode } from '../../scripts/pinned-node.mjs'
import { ROOT } from '../../scripts/setup-state.mjs'
import { FIXTURE_PROMPTS, FIXTURE_RESOURCES, FIXTURE_TEMPLATE } from './fixture-handlers.ts'
import { FIXTURE_TOOLS } from './fixture-tools.ts'
import { runSuite } from './run-suite.ts'
import { serveForSuite } from './serve-for-suite.ts'
import { withKey } from './with-key.ts'

/** Those that are no part of the suite's default, and pass. The other, server-sse-polling, wants streams that can be resumed. */
const ALSO = ['json-schema-2020-12']
const DEFAULT_SCENARIOS = 30
/** What needs no fixture. */
const NAME_FREE = [
  'server-initialize',
  'ping',
  'tools-list',
  'logging-set-level',
  'dns-rebinding-protection',
]

describe('the host of our MCP servers', { timeout: 240_000 }, () => {
  let served: ServedHttp
  beforeAll(async () => {
    const platform = await SERVERS.platform?.()
    if (!platform) throw new Error('There is no server to put the fixtures on.')
    served = await serveForSuite(platform, { fixtures: true })
  })
  afterAll(() => served.close())

  it('has every fixture that the suite asks for by name', async () => {
    const client = await connectHttp(served.url)
    const names = (await client.listTools()).tools.map((t) => t.name)
    expect(FIXTURE_TOOLS.length).toBe(13)
    expect(names).toEqual(expect.arrayContaining(FIXTURE_TOOLS.map((t) => t.name)))
    const { resources } = await client.listResources()
    expect(resources.map((r) => r.uri)).toEqual(FIXTURE_RESOURCES)
    const { resourceTemplates } = await client.listResourceTemplates()
    expect(resourceTemplates.map((t) => t.uriTemplate)).toEqual([FIXTURE_TEMPLATE])
    const { prompts } = await client.listPrompts()
    expect(prompts.map((p) => p.name)).toEqual(FIXTURE_PROMPTS.map((p) => p.name))
    await client.close()
  })

  it('passes every scenario of the suite’s default, without a baseline [conformance.server]', async () => {
    const { exitCode, scenarios, faults } = await runSuite(['server', '--url', served.url])
    expect(faults).toEqual([])
    expect(scenarios.size).toBe(DEFAULT_SCENARIOS)
    for (const [name, checks] of scenarios)
      expect(checks.filter((c) => c.status === 'SUCCESS').length, name).toBeGreaterThan(0)
    expect(exitCode).toBe(0)
  })

  it.each(ALSO)('passes %s, too', async (scenario) => {
    const asked = ['server', '--url', served.url, '--scenario', scenario]
    const { exitCode, faults } = await runSuite(asked)
    expect({ exitCode, faults }).toEqual({ exitCode: 0, faults: [] })
  })
})

async function passNameFree(url: string): Promise<void> {
  for (const scenario of NAME_FREE) {
    const { exitCode, scenarios, faults } = await runSuite([
      'server',
      '--url',
      url,
      '--scenario',
      scenario,
    ])
    expect({ exitCode, faults }, scenario).toEqual({ exitCode: 0, faults: [] })
    expect(scenarios.get(scenario)?.length, scenario).toBeGreaterThan(0)
  }
}

describe.each(Object.entries(SERVERS))('our server %s', { timeout: 120_000 }, (_, load) => {
  it('passes every scenario that needs no fixture [conformance.server]', async () => {
    const served = await serveForSuite(await load())
    try {
      await passNameFree(served.url)
    } finally {
      await served.close()
    }
  })
})

describe('our server at /mcp', { timeout: 120_000 }, () => {
  it('passes every scenario that needs no fixture, behind its keys [conformance.server]', async () => {
    const app = await testApp({ working: false })
    const keyed = await withKey(`${app.url}/mcp`, app.acme.keys.sales)
    try {
      await passNameFree(keyed.url)
    } finally {
      await keyed.close()
      await app.close()
    }
  })
})

describe('our server erpnext, as insa mcp serve --http starts it', { timeout: 120_000 }, () => {
  it('passes every scenario that needs no fixture [conformance.server]', async () => {
    const child = spawn(
      pinnedNode(),
      [`${ROOT}/apps/server/bin/insa.mjs`, 'mcp', 'serve', 'erpnext', '--http', '--port', '0'],
      {
        env: { PATH: process.env.PATH, INSA_API_KEY: 'none' },
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    )
    try {
      const [line] = await once(child.stdout, 'data')
      await passNameFree(/http:\S+\/mcp/.exec(String(line))?.[0] ?? '')
    } finally {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
  })
})
