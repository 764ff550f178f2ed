/** A server of ours on our HTTP host, as it is or with the suite's fixtures beside its own tools. */
import type { ServerDefinition } from '../../packages/mcp-servers/src/kit/define-server.ts'
import { type ServedHttp, serveHttp } from '../../packages/mcp-servers/src/kit/serve-http.ts'
import { createServerLog } from '../../packages/mcp-servers/src/kit/server-log.ts'
import { FIXTURE_CAPABILITIES, mountFixtures } from './fixture-handlers.ts'
import { FIXTURE_TOOLS } from './fixture-tools.ts'

/** What our servers read; their back ends are not asked for anything here. */
const SETTINGS = {
  INSA_URL: 'http://127.0.0.1:1',
  INSA_API_KEY: 'no-key-at-all',
  ERPNEXT_URL: 'http://127.0.0.1:1',
  ERPNEXT_API_KEY: 'none',
  ERPNEXT_API_SECRET: 'none',
}

export const serveForSuite = (
  definition: ServerDefinition,
  { fixtures = false } = {},
): Promise<ServedHttp> =>
  serveHttp(fixtures ? withFixtures(definition) : definition, {
    env: SETTINGS,
    log: createServerLog(definition.name, 'emergency', () => undefined),
    port: 0,
  })

const withFixtures = (definition: ServerDefinition): ServerDefinition => ({
  ...definition,
  async open(settings, host) {
    const server = await definition.open(settings, host)
    return {
      ...server,
      tools: [...server.tools, ...FIXTURE_TOOLS],
      extend: { capabilities: FIXTURE_CAPABILITIES, mount: mountFixtures },
    }
  },
})
