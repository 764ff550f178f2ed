/** The real Claude Code with our servers in its `.mcp.json`, over stdio and HTTP; its model is scripted. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleLead } from '../../../apps/server/src/testing/sample-leads.ts'
import {
  type ScriptedAnthropic,
  startScriptedAnthropic,
} from '../../../apps/server/src/testing/scripted-anthropic/scripted-anthropic.ts'
import { type TestApp, testApp } from '../../../apps/server/src/testing/test-app.ts'
import {
  createServerLog,
  SERVERS,
  type ServedHttp,
  serveHttp,
} from '../../../packages/mcp-servers/src/index.ts'
import {
  type ErpnextDouble,
  startErpnextDouble,
} from '../../../packages/mcp-servers/src/testing/erpnext-double/erpnext-double.ts'
import { pinnedNode } from '../../../scripts/pinned-node.mjs'
import { ROOT } from '../../../scripts/setup-state.mjs'

const CLAUDE = createRequire(import.meta.url).resolve(
  `@anthropic-ai/claude-agent-sdk-${process.platform}-${process.arch}/claude`,
)
const TIMEOUT_MS = 120_000

describe('Claude Code', { timeout: 240_000 }, () => {
  let api: ScriptedAnthropic
  let app: TestApp
  let folder: string
  let double: ErpnextDouble
  let erp: ServedHttp
  beforeAll(async () => {
    double = await startErpnextDouble({ leads: 0 })
    const { key, secret } = double.keys.runtime
    const erpnext = await SERVERS.erpnext?.()
    if (!erpnext) throw new Error('There is no server erpnext.')
    erp = await serveHttp(erpnext, {
      env: { ERPNEXT_URL: double.url, ERPNEXT_API_KEY: key, ERPNEXT_API_SECRET: secret },
      log: createServerLog('erpnext', 'error', () => undefined),
      port: 0,
    })
    api = await startScriptedAnthropic()
    app = await testApp()
    folder = await mkdtemp(join(tmpdir(), 'insa-claude-mcp-'))
  })
  afterAll(async () => {
    await app.close()
    await erp.close()
    await Promise.all([api.stop(), double.stop()])
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  })

  /** As a person's own Claude Code would be run, but with a throw-away home and nothing else of this machine. */
  function ask(words: string): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    const args = ['-p', words, '--mcp-config', '.mcp.json', '--strict-mcp-config']
    const allowed = [
      '--allowedTools',
      'mcp__insa,mcp__records,mcp__crm,mcp__erp',
      '--model',
      'claude-haiku-5-5',
    ]
    const env = {
      PATH: process.env.PATH,
      HOME: folder,
      CLAUDE_CONFIG_DIR: folder,
      ANTHROPIC_BASE_URL: api.url,
      ANTHROPIC_API_KEY: 'dummy',
      ENABLE_TOOL_SEARCH: 'false',
      CLAUDE_CODE_MAX_RETRIES: '0',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_TELEMETRY: '1',
      DISABLE_ERROR_REPORTING: '1',
      DISABLE_AUTOUPDATER: '1',
      MCP_TIMEOUT: String(TIMEOUT_MS),
    }
    const options = { cwd: folder, env, timeout: TIMEOUT_MS }
    const child = execFile(CLAUDE, [...args, ...allowed], options, (error, stdout, stderr) =>
      error ? reject(new Error(`${error.message}\n${stdout}\n${stderr}`)) : resolve(stdout),
    )
    child.stdin?.end()
    return promise
  }

  it('lists and calls our servers from a .mcp.json, over stdio and HTTP [mcp.claude-code]', async () => {
    const lead = await app.acme.as('sales').leads.create(sampleLead())
    await app.acme.as('sales').leads.qualify(lead.id, { wait: 30 })
    const mcpServers = {
      insa: {
        type: 'http',
        url: `${app.url}/mcp`,
        headers: { Authorization: `Bearer ${app.acme.keys.sales}` },
      },
      // The same server twice: over stdio on the built-in CRM, over HTTP on a site.
      crm: {
        command: pinnedNode(),
        args: [`${ROOT}/apps/server/bin/insa.mjs`, 'mcp', 'serve', 'erpnext'],
        env: { INSA_URL: app.url, INSA_API_KEY: app.acme.keys.sales },
      },
      erp: { type: 'http', url: erp.url },
      records: {
        command: pinnedNode(),
        args: [`${ROOT}/apps/server/bin/insa.mjs`, 'mcp', 'serve', 'postgres'],
        env: { INSA_URL: app.url, INSA_API_KEY: app.acme.keys.sales },
      },
    }
    await writeFile(join(folder, '.mcp.json'), JSON.stringify({ mcpServers }))
    api.play({
      answers: [
        {
          when: { tool: 'mcp__insa__get_lead', after_tool_result: false },
          reply: {
            tools: [
              { name: 'mcp__insa__get_lead', input: { lead_id: lead.id } },
              { name: 'mcp__records__query_lead_scores', input: { limit: 5 } },
              { name: 'mcp__crm__list_leads', input: { text: 'Aceros' } },
              { name: 'mcp__erp__describe_doctype', input: { doctype: 'Quotation' } },
            ],
          },
        },
      ],
      otherwise: { text: 'All is told.' },
    })
    expect(await ask('What about Aceros?')).toContain('All is told.')
    const asked = api.messages()
    const offered = asked.flatMap(({ tools }) => (tools ?? []).map((t) => t.name))
    for (const name of [
      'insa__search_leads',
      'insa__decide_approval',
      'records__query_sql',
      'crm__get_lead',
      'erp__submit_record',
    ])
      expect(offered).toContain(`mcp__${name}`)
    const last = JSON.stringify(asked.at(-1)?.messages)
    // What the lead says, from one server; its score without texts, from the other.
    expect(last).toContain('factor_scores')
    expect(last).toContain('overridden')
    // Ours has none; the site has.
    expect(last).toContain('selling_price_list')
    expect(last).toContain('Aceros del Norte')
    expect(last).not.toContain('"is_error":true')
  })
})
