/** The tools of the server `erpnext` on our own tables: the same contract as on ERPNext, through the whole program. */
import { createServerLog, SERVERS, type ServedHttp, serveHttp } from '@insa/mcp-servers'
import { crmContract } from '@insa/mcp-servers/crm-contract'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApp, testApp } from '../testing/test-app.ts'

let app: TestApp
let served: ServedHttp
let client: Client

beforeAll(async () => {
  // Without workers: nobody judges what the tests create.
  app = await testApp({ working: false })
  const definition = await SERVERS.erpnext?.()
  if (!definition) throw new Error('There is no server erpnext.')
  served = await serveHttp(definition, {
    env: { INSA_URL: app.url, INSA_API_KEY: app.acme.keys.administrator },
    log: createServerLog('erpnext', 'error', () => undefined),
    port: 0,
  })
  client = new Client({ name: 'test', version: '1.0.0' }, { capabilities: {} })
  // Its sessionId may be undefined, which our strictness tells from absent.
  // A kept connection may have been closed while a busy machine slept.
  const requestInit = { headers: { connection: 'close' } }
  const transport = new StreamableHTTPClientTransport(new URL(served.url), { requestInit })
  await client.connect(transport as Transport)
  await client.listTools()
})
afterAll(async () => {
  await client.close()
  await served.close()
  await app.close()
})

async function call(tool: string, args: Record<string, unknown>) {
  const answer = await client.callTool({ name: tool, arguments: args })
  const [first] = answer.content as { text?: string }[]
  return {
    isError: answer.isError === true,
    text: first?.text ?? '',
    data: answer.structuredContent,
  }
}

describe('the tools on the built-in CRM [erpnext.tools.built-in]', () => {
  crmContract(() => ({
    call,
    lacks: ['quotations', 'files'],
    async changeElsewhere(leadId) {
      const { etag } = await app.acme.as('administrator').leads.get(leadId)
      await app.acme.as('administrator').leads.update(leadId, etag, { city: 'Elsewhere' })
    },
  }))

  it('say in words what the built-in CRM does not have', async () => {
    for (const [tool, args] of [
      ['run_report', { report: 'Stock Balance' }],
      ['get_record', { doctype: 'Quotation', id: 'x' }],
      ['list_records', { doctype: 'Lead', filters: [{ field: 'city', value: 'Kiel' }] }],
    ] as const) {
      const answer = await call(tool, args)
      expect(answer.isError, tool).toBe(true)
      expect(answer.text, tool).toMatch(/built-in CRM (has no|cannot)/)
    }
  })
})
