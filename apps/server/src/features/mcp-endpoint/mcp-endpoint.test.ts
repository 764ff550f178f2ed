/** INSA CRM as an MCP server at /mcp: the official client, over real HTTP, with the keys of several people. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { type CallToolResult, ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type ApprovalSite, approvalSite } from '../../testing/approval-site.ts'
import { sampleLead } from '../../testing/sample-leads.ts'
import type { TestApp } from '../../testing/test-app.ts'
import { runTools } from '../../testing/tool-agent.ts'

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 't', version: '1' },
  },
}
const ACCEPT = { accept: 'application/json, text/event-stream' }

describe('/mcp', () => {
  let site: ApprovalSite
  let app: TestApp
  const clients: Client[] = []
  beforeAll(async () => {
    site = await approvalSite()
    app = site.app
  })
  afterAll(() => site.close())
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.close()
  })

  async function connect(key: string, capabilities = {}): Promise<Client> {
    const client = new Client({ name: 'test', version: '1.0.0' }, { capabilities })
    const transport = new StreamableHTTPClientTransport(new URL(`${app.url}/mcp`), {
      requestInit: { headers: { authorization: `Bearer ${key}` } },
    })
    await client.connect(transport as Transport)
    clients.push(client)
    // From now on it checks every structured answer against the tool's schema.
    await client.listTools()
    return client
  }
  const call = async (client: Client, name: string, args: object = {}) =>
    (await client.callTool({ name, arguments: { ...args } })) as CallToolResult
  // biome-ignore lint/suspicious/noExplicitAny: a test asserts on it
  const data = async (client: Client, name: string, args: object = {}): Promise<any> => {
    const answer = await call(client, name, args)
    if (answer.isError) throw new Error(words(answer))
    return answer.structuredContent
  }
  const words = ({ content }: CallToolResult) =>
    content.map((part) => ('text' in part ? part.text : '')).join('\n')

  it('works a lead from creation to override, as a person would [mcp.platform]', async () => {
    const sales = await connect(app.acme.keys.sales)
    expect(await data(sales, 'whoami')).toMatchObject({
      organization: { name: 'Acme', role: 'sales' },
    })
    const { lead } = await data(sales, 'create_lead', { ...sampleLead(), job_title: null })
    const qualified = await data(sales, 'qualify_lead', { lead_id: lead.id })
    expect(qualified).toMatchObject({ status: 'succeeded', engine: 'baseline', error: null })
    const shown = (await data(sales, 'get_lead', { lead_id: lead.id })).lead
    const evidence = Object.values(shown.score.factor_scores).flatMap(
      (factor) =>
        (factor as { evidence: { field: string; quote: string; start: number; end: number }[] })
          .evidence,
    )
    expect(evidence.length).toBeGreaterThan(0)
    for (const { field, quote, start, end } of evidence) {
      expect(shown[field].slice(start, end)).toBe(quote)
    }
    const changed = await data(sales, 'update_lead', {
      lead_id: lead.id,
      changes: { status: 'Open', phone: '+52 81 1234 5678' },
      clear: ['website'],
    })
    expect(changed.lead).toMatchObject({ status: 'Open', phone: '+52 81 1234 5678', website: null })
    const { score } = await data(sales, 'override_score', {
      lead_id: lead.id,
      priority: 'IMMEDIATE',
      reason: 'They called this morning.',
    })
    expect(score.override).toMatchObject({ priority: 'IMMEDIATE', by: expect.any(String) })
    const { leads } = await data(sales, 'search_leads', { priority: 'IMMEDIATE' })
    expect(leads).toContainEqual(expect.objectContaining({ id: lead.id, priority: 'IMMEDIATE' }))
    const { executions } = await data(sales, 'list_executions', { lead_id: lead.id })
    expect(executions[0]).toMatchObject({ status: 'succeeded', lead_id: lead.id })
    const { execution } = await data(sales, 'get_execution', { execution_id: executions[0].id })
    expect(execution.steps.length).toBeGreaterThan(3)
  })

  it('lets a key do what it may, and nothing else [mcp.platform.rights]', async () => {
    const lead = await app.acme.as('sales').leads.create(sampleLead())
    const viewer = await connect(app.acme.keys.viewer)
    expect((await data(viewer, 'get_lead', { lead_id: lead.id })).lead.id).toBe(lead.id)
    for (const [tool, args] of [
      ['create_lead', { company_name: 'Not me' }],
      ['update_lead', { lead_id: lead.id, changes: { city: 'X' } }],
      ['qualify_lead', { lead_id: lead.id }],
      ['override_score', { lead_id: lead.id, priority: 'LOW', reason: 'because' }],
    ] as const) {
      const answer = await call(viewer, tool, args)
      expect(answer.isError, tool).toBe(true)
      expect(words(answer), tool).toMatch(/\(auth\.forbidden\)\nwhoami tells/)
    }
    const stranger = await connect(app.globex.keys.administrator)
    expect(words(await call(stranger, 'get_lead', { lead_id: lead.id }))).toContain(
      'lead.not_found',
    )
    expect((await data(stranger, 'search_leads', {})).leads).toEqual([])
  })

  it('is closed without a key, to revoked ones and to cookies; a session is its opener’s [mcp.platform.rights]', async () => {
    const send = (headers: Record<string, string>, body: object = INITIALIZE) =>
      fetch(`${app.url}/mcp`, {
        method: 'POST',
        headers: { ...ACCEPT, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      })
    expect((await send({})).status).toBe(401)
    expect((await send({ authorization: 'Bearer insa_nobody' })).status).toBe(401)
    const sales = { authorization: `Bearer ${app.acme.keys.sales}` }
    const opened = await send(sales)
    expect(opened.status).toBe(200)
    const session = { 'mcp-session-id': opened.headers.get('mcp-session-id') ?? '' }
    const list = { jsonrpc: '2.0', id: 2, method: 'tools/list' }
    expect((await send({ ...sales, ...session }, list)).status).toBe(200)
    const other = { authorization: `Bearer ${app.acme.keys.manager}` }
    expect((await send({ ...other, ...session }, list)).status).toBe(404)
    expect((await send({ ...sales, origin: 'https://evil.example.com' })).status).toBe(403)
    const admin = app.acme.as('administrator')
    const { id, key } = await admin.apiKeys.create({
      name: 'short-lived',
      role: 'sales',
      scopes: [],
    })
    const shortLived = { authorization: `Bearer ${key}` }
    const mine = { 'mcp-session-id': (await send(shortLived)).headers.get('mcp-session-id') ?? '' }
    await admin.apiKeys.revoke(id)
    expect((await send({ ...shortLived, ...mine }, list)).status).toBe(401)
  })

  it('asks the person before it approves, and approves nothing where it cannot [mcp.platform.approvals]', async () => {
    const asked: string[] = []
    const answers: { action: 'accept' | 'decline'; content?: { confirmed: boolean } }[] = [
      { action: 'decline' },
      { action: 'accept', content: { confirmed: false } },
      { action: 'accept', content: { confirmed: true } },
    ]
    const args = { to: 'ana@example.com', text: 'We can come on Monday.' }
    const run = await runTools(app, [{ by: 'code', tool: 'mcp__double__send_note', args }])
    const approval_id = (await site.questionOf(run)).id
    const mute = await connect(app.acme.keys.manager)
    expect(
      words(await call(mute, 'decide_approval', { approval_id, decision: 'approve' })),
    ).toContain('approval.needs_a_person')
    const manager = await connect(app.acme.keys.manager, { elicitation: {} })
    manager.setRequestHandler(ElicitRequestSchema, ({ params }) => {
      asked.push(params.message)
      return answers.shift() ?? { action: 'cancel' }
    })
    const { approvals } = await data(manager, 'list_approvals')
    expect(approvals).toContainEqual(expect.objectContaining({ id: approval_id, may_decide: true }))
    for (const _ of [1, 2]) {
      const refused = await call(manager, 'decide_approval', { approval_id, decision: 'approve' })
      expect(words(refused)).toContain('approval.not_confirmed')
    }
    const { approval } = await data(manager, 'decide_approval', {
      approval_id,
      decision: 'approve',
    })
    expect(approval).toMatchObject({ id: approval_id, status: 'approved' })
    expect(asked).toHaveLength(3)
    expect(asked[0]).toContain('text: (nothing) → We can come on Monday.')
    await site.reaches(run, 'succeeded')
    expect(site.double.effects()).toEqual([expect.objectContaining({ args })])
  })
})
