/** The MCP server `postgres`, on the whole program: the requirements' three tools, and SQL for administrators. */
import { createServerLog, SERVERS, type ServedHttp, serveHttp } from '@insa/mcp-servers'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleLead } from '../../testing/sample-leads.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'

const RUN = {
  agent_type: 'external_sizing',
  status: 'succeeded',
  engine: 'rules',
  output_data: { motors: 3 },
  cost_usd: '0.0125',
  started_at: '2026-11-30T10:00:00.000Z',
  finished_at: '2026-11-30T10:00:02.000Z',
}

describe('the MCP server postgres', { timeout: 120_000 }, () => {
  let app: TestApp
  let leadId: string
  const open: { served: ServedHttp; client: Client }[] = []
  beforeAll(async () => {
    app = await testApp()
    const sales = app.acme.as('sales').leads
    leadId = (await sales.create(sampleLead())).id
    await sales.qualify(leadId, { wait: 30 })
  })
  afterAll(async () => {
    for (const { served, client } of open) {
      await client.close()
      await served.close()
    }
    await app.close()
  })

  /** The server with a key of its own, as somebody would run it. */
  async function connect(key: string): Promise<Client> {
    const definition = await SERVERS.postgres?.()
    if (!definition) throw new Error('There is no such server.')
    const served = await serveHttp(definition, {
      env: { INSA_URL: app.url, INSA_API_KEY: key },
      log: createServerLog('postgres', 'emergency', () => undefined),
      port: 0,
    })
    const client = new Client({ name: 'test', version: '1.0.0' })
    await client.connect(new StreamableHTTPClientTransport(new URL(served.url)) as Transport)
    // From now on it checks every structured answer against the tool's schema.
    await client.listTools()
    open.push({ served, client })
    return client
  }
  const call = async (client: Client, name: string, args: object) =>
    (await client.callTool({ name, arguments: { ...args } })) as CallToolResult
  const words = ({ content }: CallToolResult) =>
    content.map((c) => ('text' in c ? c.text : '')).join()
  // biome-ignore lint/suspicious/noExplicitAny: a test asserts on it
  const data = async (client: Client, name: string, args: object): Promise<any> => {
    const answer = await call(client, name, args)
    if (answer.isError) throw new Error(words(answer))
    return answer.structuredContent
  }

  it('keeps a run of an agent outside, once, beside ours and never to be run [mcp.postgres]', async () => {
    const manager = await connect(app.acme.keys.manager)
    const save = { ...RUN, lead_id: leadId, idempotency_key: 'sizing-1' }
    const { execution_id } = await data(manager, 'save_agent_execution', save)
    expect((await data(manager, 'save_agent_execution', save)).execution_id).toBe(execution_id)
    const kept = await app.acme.as('viewer').executions.get(execution_id)
    expect(kept).toMatchObject({
      agent_type: 'external_sizing',
      status: 'succeeded',
      output_data: { motors: 3 },
      cost_usd: '0.012500',
      lead_id: leadId,
      started_at: RUN.started_at,
      steps: [],
    })
    const { totals } = await app.acme.as('manager').costs()
    expect(totals.calls).toBe(0)
  })

  it('keeps a run that is about a customer, and tells it in the customer’s history [mcp.postgres]', async () => {
    const manager = await connect(app.acme.keys.manager)
    const { customers, executions } = app.acme.as('manager')
    const { id } = await customers.create({ customer_name: 'Papelera Sur' })
    const { execution_id } = await data(manager, 'save_agent_execution', {
      ...RUN,
      customer_id: id,
    })
    expect((await executions.get(execution_id)).customer_id).toBe(id)
    const { data: listed } = await executions.list({ customer_id: id })
    expect(listed.map((e) => e.id)).toEqual([execution_id])
    const { history } = await data(manager, 'get_customer_history', { customer_id: id })
    expect(history).toContainEqual(expect.objectContaining({ kind: 'execution', execution_id }))
    const stranger = await connect(app.globex.keys.manager)
    expect(
      words(await call(stranger, 'save_agent_execution', { ...RUN, customer_id: id })),
    ).toContain('customer.not_found')
  })

  it('keeps no run that could be taken for one of ours, nor one of another’s lead [mcp.postgres]', async () => {
    const manager = await connect(app.acme.keys.manager)
    const ours = await call(manager, 'save_agent_execution', {
      ...RUN,
      agent_type: 'lead_qualification',
    })
    expect(words(ours)).toContain('- agent_type: Must begin with external_')
    const late = { ...RUN, started_at: '2026-11-30T11:00:00.000Z' }
    expect(words(await call(manager, 'save_agent_execution', late))).toContain('finished_at')
    const stranger = await connect(app.globex.keys.manager)
    expect(
      words(await call(stranger, 'save_agent_execution', { ...RUN, lead_id: leadId })),
    ).toContain('lead.not_found')
    const sales = await connect(app.acme.keys.sales)
    expect(words(await call(sales, 'save_agent_execution', RUN))).toContain('executions:record')
  })

  it('tells a customer’s history, of the one customer that is meant [mcp.postgres]', async () => {
    const manager = await connect(app.acme.keys.manager)
    const { customers, activities } = app.acme.as('manager')
    const { id } = await customers.create({ customer_name: 'Aceros del Norte' })
    await customers.create({ customer_name: 'Aceros del Sur' })
    await activities.create({
      activity_type: 'Note',
      subject: 'They want a visit.',
      customer_id: id,
    })
    const told = await data(manager, 'get_customer_history', { customer_name: 'aceros del norte' })
    expect(told.customer).toMatchObject({ id, customer_name: 'Aceros del Norte' })
    expect(told.history).toContainEqual(expect.objectContaining({ kind: 'activity' }))
    const several = words(await call(manager, 'get_customer_history', { customer_name: 'Aceros' }))
    expect(several).toContain('customer.ambiguous')
    expect(several).toContain(id)
    expect(
      words(await call(manager, 'get_customer_history', { customer_name: 'Nobody' })),
    ).toContain('customer.not_found')
    expect(words(await call(manager, 'get_customer_history', {}))).toContain('customer_id')
  })

  it('tells scores, the highest first, and the history of one lead’s [mcp.postgres]', async () => {
    const sales = await connect(app.acme.keys.sales)
    const { scores } = await data(sales, 'query_lead_scores', {})
    const score = await app.acme.as('sales').leads.score(leadId)
    expect(scores).toEqual([
      expect.objectContaining({
        lead_id: leadId,
        qualification_score: score.qualification_score,
        company_name: 'Aceros del Norte',
        overridden: false,
      }),
    ])
    expect(
      (await data(sales, 'query_lead_scores', { lead_id: leadId })).scores.length,
    ).toBeGreaterThan(0)
  })

  it('asks in SQL for an administrator, and for nobody else [mcp.postgres] [reports.sql]', async () => {
    const sql = 'select count(*) as leads from leads'
    const boss = await connect(app.acme.keys.administrator)
    expect(await data(boss, 'query_sql', { sql })).toMatchObject({
      columns: ['leads'],
      rows: [[1]],
    })
    const refused = await call(boss, 'query_sql', { sql: 'delete from leads' })
    expect(words(refused)).toContain('DELETE has no place in a report')
    const sales = await connect(app.acme.keys.sales)
    expect(words(await call(sales, 'query_sql', { sql }))).toContain('auth.forbidden')
  })
})
