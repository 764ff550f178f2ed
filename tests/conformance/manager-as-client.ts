/** The gateway's MCP client as the suite starts it: `node manager-as-client.ts URL`. It lists the tools and calls each once. */
import { createMcpManager } from '../../apps/server/src/platform/gateway/mcp-manager.ts'
import { inputSchemaOf } from '../../apps/server/src/platform/gateway/tool.ts'
import { createLogger } from '../../apps/server/src/platform/telemetry/logger.ts'

const url = process.argv.at(-1) ?? ''
const manager = createMcpManager({
  config: {
    file: null,
    faults: [],
    servers: [{ name: 'suite', transport: 'http', url, headers: {}, timeoutMs: 20_000 }],
  },
  childEnvironment: {},
  logger: createLogger('silent', false),
})
manager.start()
const offer = await manager.offerOf('suite')
if (!offer) throw new Error('The server is not there.')
for (const tool of offer.tools) {
  const { properties = {} } = inputSchemaOf(tool)
  // The suite's tools take numbers.
  const input = Object.fromEntries(Object.keys(properties).map((name, i) => [name, i + 2]))
  const call = { organizationId: '', executionId: '', agentType: 'test', correlationId: '' }
  await tool.run({ ...call, signal: new AbortController().signal }, tool.input.parse(input))
}
await manager.stop()
