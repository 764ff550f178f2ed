/** Every tool of every server once, over stdio, through the official client: it checks each answer against the tool's output schema. */
import { fileURLToPath } from 'node:url'
import { type ErpnextDouble, startErpnextDouble } from '@insa/mcp-servers/erpnext-double'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApprovalSite, approvalSite } from '../testing/approval-site.ts'
import { sampleLead } from '../testing/sample-leads.ts'
import { runTools } from '../testing/tool-agent.ts'

const INSA = fileURLToPath(new URL('../../bin/insa.mjs', import.meta.url))

// biome-ignore lint/suspicious/noExplicitAny: the client has checked it against the tool's own schema.
type Answer = any
type Call = (tool: string, args?: Record<string, unknown>) => Promise<Answer>

/** What is told of a server: its tools, and those that have answered as their schema says. */
async function through(
  server: string,
  env: Record<string, string>,
  work: (call: Call) => Promise<void>,
): Promise<void> {
  const client = new Client({ name: 'test', version: '1.0.0' }, { capabilities: {} })
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [INSA, 'mcp', 'serve', server],
    env: { PATH: process.env.PATH ?? '', ...env },
    stderr: 'ignore',
  })
  await client.connect(transport)
  try {
    const { tools } = await client.listTools()
    const answered = new Set<string>()
    await work(async (name, args = {}) => {
      const answer = await client.callTool({ name, arguments: args })
      if (answer.isError) throw new Error(`${name}: ${JSON.stringify(answer.content)}`)
      expect(answer.structuredContent, name).toBeDefined()
      answered.add(name)
      return answer.structuredContent
    })
    expect(tools.filter((t) => t.outputSchema === undefined).map((t) => t.name)).toEqual([])
    expect([...answered].sort()).toEqual(tools.map((t) => t.name).sort())
  } finally {
    await client.close()
  }
}

describe('every tool of', { timeout: 120_000 }, () => {
  let site: ApprovalSite
  let double: ErpnextDouble
  beforeAll(async () => {
    site = await approvalSite()
    double = await startErpnextDouble()
  })
  afterAll(async () => {
    await site.close()
    await double.stop()
  })
  const key = (role: 'administrator' | 'manager') => ({
    INSA_URL: site.app.url,
    INSA_API_KEY: site.app.acme.keys[role],
  })

  it('erpnext answers as its output schema says [mcp.schemas]', async () => {
    const { key: apiKey, secret } = double.keys.runtime
    const env = { ERPNEXT_URL: double.url, ERPNEXT_API_KEY: apiKey, ERPNEXT_API_SECRET: secret }
    await through('erpnext', env, async (call) => {
      const made = await call('create_lead', {
        company_name: 'Every Tool',
        email_id: 'a@every.example',
      })
      const lead_id = made.record.id
      const about = { doctype: 'Lead', id: lead_id }
      await call('list_leads', { text: 'Every' })
      await call('get_lead', { lead_id })
      await call('update_lead', { lead_id, values: { city: 'Kiel' } })
      await call('qualify_lead', { lead_id, qualification_status: 'Qualified' })
      await call('find_duplicate_leads', { lead_id })
      await call('assign_record', { ...about, user: 'setup@insa.example' })
      await call('add_contact', { ...about, first_name: 'Nina' })
      const place = {
        address_type: 'Plant',
        address_line1: 'Road 1',
        city: 'Kiel',
        country: 'Germany',
      }
      await call('add_address', { ...about, ...place })
      await call('add_note', { ...about, note: 'Wants a visit.' })
      const said = { medium: 'Phone', subject: 'Call', content: 'Budget is approved.' }
      await call('log_communication', { ...about, ...said })
      await call('plan_activity', { ...about, kind: 'todo', subject: 'Call back' })
      const content_base64 = Buffer.from('two pumps').toString('base64')
      await call('upload_file', { ...about, file_name: 'scope.txt', content_base64 })
      const opportunity = await call('convert_lead_to_opportunity', { lead_id })
      const items = [{ item_code: 'Automation engineering', qty: 8, rate: 110 }]
      const quotation = await call('convert_opportunity_to_quotation', {
        opportunity_id: opportunity.record.id,
        values: { items },
      })
      await call('submit_record', { doctype: 'Quotation', id: quotation.record.id })
      await call('convert_to_customer', { from: 'Lead', id: lead_id })
      await call('search_records', { doctype: 'Customer', text: 'Every' })
      await call('aggregate_records', { doctype: 'Lead', group_by: 'status' })
      await call('describe_doctype', { doctype: 'Project' })
      const values = { project_name: 'Every project' }
      const { record } = await call('create_record', { doctype: 'Project', values })
      const project = { doctype: 'Project', id: record.id }
      await call('update_record', { ...project, values: { priority: 'High' } })
      await call('get_record', project)
      await call('list_records', { doctype: 'Project' })
      await call('run_report', { report: 'Lead Details' })
    })
  })

  it('postgres answers as its output schema says [mcp.schemas]', async () => {
    const { id } = await site.app.acme.as('sales').customers.create({ customer_name: 'Papelera' })
    await through('postgres', key('administrator'), async (call) => {
      await call('save_agent_execution', {
        agent_type: 'external_sizing',
        status: 'succeeded',
        engine: 'rules',
        customer_id: id,
        started_at: '2026-11-30T10:00:00.000Z',
        finished_at: '2026-11-30T10:00:05.000Z',
      })
      await call('get_customer_history', { customer_id: id })
      await call('query_lead_scores')
      await call('query_sql', { sql: 'select count(*) from leads' })
    })
  })

  it('platform answers as its output schema says [mcp.schemas]', async () => {
    const run = await runTools(site.app, [
      { by: 'code', tool: 'mcp__double__send_note', args: { to: 'a@example.com', text: 'Hello' } },
    ])
    const question = await site.questionOf(run)
    await through('platform', key('manager'), async (call) => {
      await call('whoami')
      const { lead } = await call('create_lead', sampleLead())
      const lead_id = lead.id
      await call('search_leads')
      const { etag } = (await call('get_lead', { lead_id })).lead
      await call('update_lead', { lead_id, etag, changes: { city: 'Kiel' } })
      await call('qualify_lead', { lead_id })
      await call('override_score', { lead_id, priority: 'HIGH', reason: 'I know them.' })
      await call('list_executions')
      await call('get_execution', { execution_id: run })
      await call('list_approvals')
      await call('decide_approval', {
        approval_id: question.id,
        decision: 'reject',
        reason: 'Not now.',
      })
    })
  })
})
