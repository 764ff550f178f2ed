/** The suite judges the gateway's client, too. */
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { pinnedNode } from '../../scripts/pinned-node.mjs'
import { runSuite } from './run-suite.ts'

const CLIENT = fileURLToPath(new URL('manager-as-client.ts', import.meta.url))

/**
 * The others are about what our client does not do: it asks nothing of our people for a server (elicitation), and OAuth is not
 * there yet (`auth/*`).
 */
const SCENARIOS = ['initialize', 'tools_call', 'sse-retry']

describe('the gateway’s MCP client', { timeout: 180_000 }, () => {
  it.each(SCENARIOS)('passes the suite’s scenario %s [conformance.client]', async (scenario) => {
    const command = `${pinnedNode()} ${CLIENT}`
    const { exitCode, scenarios, faults, output } = await runSuite([
      'client',
      '--command',
      command,
      '--scenario',
      scenario,
    ])
    expect(faults, output).toEqual([])
    const checks = [...scenarios.values()].flat()
    expect(checks.filter((c) => c.status === 'SUCCESS').length, output).toBeGreaterThan(0)
    expect(exitCode, output).toBe(0)
  })
})
