/** The server erpnext's tools behind the gateway, on both back ends: the whole program, an agent, and a double of a site. */
import { type ErpnextDouble, startErpnextDouble } from '@insa/mcp-servers/erpnext-double'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleLead } from '../../testing/sample-leads.ts'
import { type TestApp, type TestAppOptions, testApp } from '../../testing/test-app.ts'
import { runTools, toolAgent } from '../../testing/tool-agent.ts'

// biome-ignore lint/suspicious/noExplicitAny: what a tool said; a wrong path shows as a failed expectation.
type Said = any

const GRANTS = [
  'mcp__erpnext__*',
  {
    tool: 'mcp__erpnext__add_note',
    where: { doctype: { one_of: ['Lead'] }, id: { is: 'bound_lead' as const } },
  },
]
const note = (id: string) => ({
  by: 'code' as const,
  tool: 'mcp__erpnext__add_note',
  args: { doctype: 'Lead', id, note: 'Called; wants a visit.' },
})

const open = (config: TestAppOptions['config'] = {}) =>
  testApp({ config, agents: [toolAgent({ tools: GRANTS })] })

/** What each call said. */
async function say(
  app: TestApp,
  calls: Parameters<typeof runTools>[1],
  over: NonNullable<Parameters<typeof runTools>[2]> = {},
): Promise<Said[]> {
  const id = await runTools(app, calls, over)
  const { executions } = (over.of ?? app.acme).as('viewer')
  await expect
    .poll(async () => (await executions.get(id)).status, { timeout: 20_000, interval: 20 })
    .toBe('succeeded')
  return (await executions.get(id)).output_data?.said as Said[]
}

const code = (tool: string, args: Record<string, unknown>) => ({
  by: 'code' as const,
  tool: `mcp__erpnext__${tool}`,
  args,
})

async function createLead(app: TestApp, erpnextName?: string): Promise<string> {
  const { id } = await app.acme.as('sales').leads.create(sampleLead())
  if (erpnextName !== undefined)
    await app.database.tenant(app.acme.id, ({ db }) =>
      db.updateTable('leads').set({ erpnext_name: erpnextName }).where('id', '=', id).execute(),
    )
  return id
}

describe('an agent’s CRM tools without ERPNext [erpnext.agents]', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await open()
  })
  afterAll(() => app.close())

  it('work in the built-in CRM, and what they write says which agent wrote it', async () => {
    const lead = await createLead(app)
    const [noted] = await say(app, [note(lead)])
    expect(noted).toMatchObject({ done: true, record: { doctype: 'Activity' } })
    const values = { customer_name: 'Papelera Sur' }
    const [made, read] = await say(app, [
      code('create_record', { doctype: 'Customer', values }),
      code('search_records', { doctype: 'Customer', text: 'Papelera' }),
    ])
    expect(read.matches.map((m: Said) => m.id)).toEqual([made.record.id])
    const { data } = await app.acme.as('viewer').activities.list({ lead_id: lead })
    expect(data[0]).toMatchObject({ content: 'Called; wants a visit.' })
    const { data: audit } = await app.acme
      .as('administrator')
      .audit.list({ action: 'customer.created' })
    expect(audit[0]?.actor).toBe('system:agent:tool_tester')
  })

  it('see their own organization only', async () => {
    const theirs = await app.globex.as('sales').customers.create({ customer_name: 'Globex Client' })
    const [found, read] = await say(app, [
      code('search_records', { doctype: 'Customer', text: 'Globex' }),
      code('get_record', { doctype: 'Customer', id: theirs.id }),
    ])
    expect(found.matches).toEqual([])
    expect(read).toContain('record.not_found')
  })

  it('say in words what the built-in CRM does not have', async () => {
    const [file, quotation] = await say(app, [
      code('upload_file', {
        doctype: 'Lead',
        id: await createLead(app),
        file_name: 'scope.txt',
        content_base64: 'dHdv',
      }),
      code('get_record', { doctype: 'Quotation', id: 'SAL-QTN-2026-00001' }),
    ])
    expect(file).toMatch(/^error: tool.failed: The built-in CRM has no files/)
    expect(quotation).toContain('ERPNEXT_URL')
  })

  it('leave a run that works on one lead with that lead', async () => {
    const [mine, other] = [await createLead(app), await createLead(app)]
    const said = await say(
      app,
      [
        note(mine),
        note(other),
        code('find_duplicate_leads', { lead_id: mine }),
        code('find_duplicate_leads', { lead_id: other }),
        code('list_leads', {}),
        code('create_record', { doctype: 'Customer', values: { customer_name: 'X' } }),
      ],
      { leadId: mine },
    )
    expect(said[0].done).toBe(true)
    expect(said[2]).toHaveProperty('duplicates')
    for (const refused of [said[1], said[3], said[4], said[5]])
      expect(refused).toMatch(/^error: tool.refused/)
  })

  it('mark the run, so that its model needs a person for what it wants to change', async () => {
    const lead = await createLead(app)
    const id = await runTools(app, [
      { by: 'model', tool: 'mcp__erpnext__search_records', args: { doctype: 'Lead', text: '' } },
      { by: 'model', tool: note(lead).tool, args: note(lead).args },
    ])
    const { executions, approvals } = app.acme.as('manager')
    await expect
      .poll(async () => (await executions.get(id)).status, { timeout: 20_000 })
      .toBe('waiting_approval')
    const { data } = await approvals.list({ execution_id: id })
    expect(data[0]?.tool).toBe('mcp__erpnext__add_note')
  })

  it('show a person what is there now beside what would be', async () => {
    const customer = await app.acme.as('sales').customers.create({
      customer_name: 'Cementera',
      territory: 'North',
    })
    const id = await runTools(app, [
      { by: 'model', tool: 'mcp__erpnext__list_leads', args: {} },
      {
        by: 'model',
        tool: 'mcp__erpnext__update_record',
        args: { doctype: 'Customer', id: customer.id, values: { territory: 'South' } },
      },
    ])
    const { executions, approvals } = app.acme.as('manager')
    await expect
      .poll(async () => (await executions.get(id)).status, { timeout: 20_000 })
      .toBe('waiting_approval')
    const { data } = await approvals.list({ execution_id: id })
    expect(data[0]?.changes).toEqual([
      expect.objectContaining({ field: 'territory', old: 'North', new: 'South' }),
    ])
  })

  it('are said to be the built-in CRM’s', async () => {
    const { parts } = await app.acme.as('administrator').system()
    expect(parts.find((p) => p.name === 'CRM')).toMatchObject({
      real: false,
      what: 'built-in tables',
      hint: 'Set ERPNEXT_URL to work in ERPNext.',
    })
  })
})

describe('an agent’s CRM tools with ERPNEXT_URL [erpnext.agents]', () => {
  let double: ErpnextDouble
  let app: TestApp
  beforeAll(async () => {
    double = await startErpnextDouble()
    const { key: apiKey, secret: apiSecret } = double.keys.runtime
    app = await open({
      erpnext: {
        url: double.url,
        runtime: { apiKey, apiSecret },
        setup: null,
        webhookSecret: null,
      },
    })
  })
  afterAll(async () => {
    await app.close()
    await double.stop()
  })

  const leadInErpnext = () =>
    String(
      double.as('Administrator', (ctx) =>
        ctx.documents.insert(ctx, { doctype: 'Lead', company_name: `Works ${Math.random()}` }),
      ).name,
    )

  it('work in ERPNext, on the lead that we call by another id', async () => {
    const name = leadInErpnext()
    const id = await createLead(app, name)
    const [noted, made] = await say(app, [
      note(id),
      code('convert_lead_to_opportunity', { lead_id: id }),
    ])
    expect(noted.done).toBe(true)
    expect(made.record.values).toMatchObject({ party_name: name })
    const there = double.site.db.get('Lead', name)
    expect(there).toMatchObject({ status: 'Opportunity' })
    expect(JSON.stringify(there?.notes)).toContain('wants a visit')
  })

  it('say of a lead that ERPNext has not, that it is not there, and write nothing', async () => {
    const id = await createLead(app)
    const [noted] = await say(app, [note(id)])
    expect(noted).toContain(`Lead ${id} is not in ERPNext (record.not_in_erpnext)`)
  })

  it('hold a run to its own lead by our id, whatever ERPNext calls it', async () => {
    const [mine, other] = [leadInErpnext(), leadInErpnext()]
    const leadId = await createLead(app, mine)
    const said = await say(
      app,
      [note(leadId), note(mine), note(other), code('find_duplicate_leads', { lead_id: other })],
      { leadId },
    )
    expect(said[0].done).toBe(true)
    for (const refused of said.slice(1)) expect(refused).toMatch(/^error: tool.refused/)
  })

  it('leave the lead that is judged to our own tables: no judgement waits for ERPNext', async () => {
    const id = await createLead(app)
    const [read] = await say(app, [code('get_lead', { lead_id: id })])
    expect(read).toMatchObject({ id, erpnext_name: null })
  })

  it('keep another organization out of a site that is not theirs', async () => {
    const name = leadInErpnext()
    const { tools } = await app.globex
      .as('administrator')
      .mcp.servers()
      .then(({ data }) => data.find((s) => s.name === 'erpnext') ?? { tools: [] })
    expect(tools).toHaveLength(25)
    const [read] = await say(app, [code('get_record', { doctype: 'Lead', id: name })], {
      of: app.globex,
    })
    expect(read).toContain('record.not_found')
  })

  it('are said to be ERPNext’s', async () => {
    const { parts } = await app.acme.as('administrator').system()
    expect(parts.find((p) => p.name === 'CRM')).toMatchObject({
      real: true,
      what: `agents’ tools work in ERPNext at ${new URL(double.url).host}`,
    })
  })
})
