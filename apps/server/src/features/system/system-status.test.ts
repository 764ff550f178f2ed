/** What `insa doctor` and the system page are told. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DoubleSite, doubleSite } from '../../testing/mcp-double/double-site.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'

describe('the state of the tools', () => {
  let app: TestApp
  let site: DoubleSite
  beforeAll(async () => {
    site = doubleSite()
    const file = site.writeConfig({
      gone: { command: '/nowhere/server' },
      far: { url: 'http://127.0.0.1:1/mcp' },
      erpnext: { command: 'true' },
    })
    const mcp = { file, candidates: [], variable: () => undefined }
    app = await testApp({ config: { mcp } })
  })
  afterAll(async () => {
    await app.close()
    site.remove()
  })

  const tools = async () => {
    const { parts } = await app.acme.as('administrator').system()
    return parts.find((p) => p.name === 'Tools')
  }

  it('names every server that cannot be used or is down, and why', async () => {
    await expect
      .poll(async () => (await tools())?.hint, { timeout: 20_000 })
      .toMatch(/^Not usable: erpnext: .*\. Down: gone: .*ENOENT.*; far: fetch failed \(.+\)/)
    expect(await tools()).toMatchObject({
      what: expect.stringContaining('2 MCP servers: gone, far'),
      healthy: false,
    })
  })
})
