/** What the one door costs: a call through the gateway beside the same call without it, in one process, on an embedded database. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { ApprovalDesk } from '../apps/server/src/platform/approvals/approval-desk.ts'
import { openPglite } from '../apps/server/src/platform/database/open-pglite.ts'
import type { CallContext } from '../apps/server/src/platform/gateway/call-context.ts'
import { createGateway } from '../apps/server/src/platform/gateway/gateway.ts'
import { createMcpManager } from '../apps/server/src/platform/gateway/mcp-manager.ts'
import { createTaint } from '../apps/server/src/platform/gateway/taint.ts'
import { defineTool } from '../apps/server/src/platform/gateway/tool.ts'
import { createToolStats } from '../apps/server/src/platform/gateway/tool-stats.ts'
import { createLogger } from '../apps/server/src/platform/telemetry/logger.ts'
import { createMetrics } from '../apps/server/src/platform/telemetry/metrics.ts'
import { insertTestOrganization } from '../apps/server/src/testing/test-organizations.ts'
import { type Figure, percentile, timeEach } from './measure.ts'

const CALLS = 2_000
const WARM_UP = 200
const ID = '01890000-0000-7000-8000-000000000000'

const tool = defineTool({
  name: 'mcp__bench__echo',
  description: 'Says it again.',
  effect: 'read',
  outside: true,
  input: z.strictObject({ text: z.string() }),
  output: z.strictObject({ text: z.string() }),
  run: async (_call, input) => input,
})

/** What is measured needs nobody's approval. */
const NOBODY: ApprovalDesk = {
  ask: async () => async () => undefined,
  tellOutcome: async () => undefined,
  tellUnknown: async () => async () => undefined,
}

export async function* benchGateway(): AsyncGenerator<Figure> {
  const folder = await mkdtemp(join(tmpdir(), 'insa-bench-gateway-'))
  const database = await openPglite(folder, () => undefined)
  try {
    const { id: organizationId } = await insertTestOrganization(database, 'Bench', '')
    const logger = createLogger('silent', false)
    const config = { file: null, servers: [], faults: [] }
    const mcp = createMcpManager({ config, childEnvironment: {}, logger })
    const [metrics, stats] = [createMetrics(), createToolStats()]
    const gateway = createGateway({
      logger,
      database,
      metrics,
      stats,
      tools: [tool],
      mcp,
      desk: NOBODY,
    })
    const args = { text: 'x' }
    const context = contextOf(organizationId)
    const through = await timeEach(CALLS, () => gateway.call(context, tool.name, args), WARM_UP)
    const bare = await timeEach(CALLS, () => tool.run(context, args), WARM_UP)
    yield {
      what: 'gateway overhead per tool call, in process, p95',
      measured: percentile(through, 0.95) - percentile(bare, 0.95),
      unit: 'ms',
      promised: 2,
      how: `${CALLS} calls, p50 ${percentile(through, 0.5).toFixed(2)} ms`,
    }
  } finally {
    await database.close()
    await rm(folder, { recursive: true, force: true })
  }
}

const contextOf = (organizationId: string): CallContext => ({
  agentType: 'bench',
  grants: [{ tool: tool.name }],
  caller: 'code',
  organizationId,
  executionId: ID,
  correlationId: 'bench',
  boundLeadId: null,
  taint: createTaint(null, async () => undefined),
  seq: 1,
  nth: () => 0,
  signal: new AbortController().signal,
  also: () => undefined,
})
