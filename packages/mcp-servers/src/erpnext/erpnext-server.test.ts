import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ServedHttp } from '../kit/serve-http.ts'
import { serveHttp } from '../kit/serve-http.ts'
import { createServerLog } from '../kit/server-log.ts'
import { type ErpnextDouble, startErpnextDouble } from '../testing/erpnext-double/erpnext-double.ts'
import { type Answer, crmContract } from './crm-backend.contract.ts'
import { erpnextServer } from './erpnext-server.ts'

let double: ErpnextDouble
let served: ServedHttp
let client: Client

beforeAll(async () => {
  double = await startErpnextDouble()
  const { key, secret } = double.keys.runtime
  served = await serveHttp(erpnextServer, {
    env: { ERPNEXT_URL: double.url, ERPNEXT_API_KEY: key, ERPNEXT_API_SECRET: secret },
    log: createServerLog('erpnext', 'error', () => undefined),
    port: 0,
    token: null,
  })
  client = new Client({ name: 'test', version: '1.0.0' }, { capabilities: {} })
  // A kept connection may have been closed while a busy machine slept.
  const requestInit = { headers: { connection: 'close' } }
  const transport = new StreamableHTTPClientTransport(new URL(served.url), { requestInit })
  // Its sessionId may be undefined, which our strictness tells from absent.
  await client.connect(transport as Transport)
  // So that the client checks every answer against the tool's schema.
  await client.listTools()
})
afterAll(async () => {
  await client.close()
  await served.close()
  await double.stop()
})

async function call(tool: string, args: Record<string, unknown>): Promise<Answer> {
  const answer = await client.callTool({ name: tool, arguments: args })
  const [first] = answer.content as { text?: string }[]
  return {
    isError: answer.isError === true,
    text: first?.text ?? '',
    data: answer.structuredContent,
  }
}

const ok = async (tool: string, args: Record<string, unknown>) => {
  const answer = await call(tool, args)
  if (answer.isError) throw new Error(answer.text)
  return answer.data
}

describe('the tools on ERPNext [erpnext.tools]', () => {
  crmContract(() => ({
    call,
    lacks: [],
    async changeElsewhere(leadId) {
      double.as('Administrator', (ctx) =>
        ctx.documents.update(ctx, 'Lead', leadId, { city: 'Elsewhere' }),
      )
    },
  }))

  it('are at most 25, each with a description, a schema of its answer and honest annotations', async () => {
    const { tools } = await client.listTools()
    expect(tools).toHaveLength(25)
    for (const tool of tools) {
      expect(tool.outputSchema, tool.name).toBeDefined()
      expect(tool.annotations?.readOnlyHint, tool.name).toBe(
        /^(list|get|search|find|describe|aggregate|run)_/.test(tool.name),
      )
    }
    expect(tools.find((t) => t.name === 'submit_record')?.annotations?.destructiveHint).toBe(true)
  })
})

describe('what only ERPNext has', () => {
  const lead = async (company: string) =>
    (await ok('create_lead', { company_name: company, email_id: `a@${company}.example` })).record

  it('goes from lead to a submitted quotation, every step verified', async () => {
    const { id } = await lead('journey')
    const opportunity = (await ok('convert_lead_to_opportunity', { lead_id: id })).record
    const bare = await call('convert_opportunity_to_quotation', { opportunity_id: opportunity.id })
    expect(bare.text).toContain('quotation.no_items')
    const items = [{ item_code: 'Automation engineering', qty: 8, rate: 110 }]
    const quotation = await ok('convert_opportunity_to_quotation', {
      opportunity_id: opportunity.id,
      values: { items },
    })
    expect(quotation.checks.every((c: { ok: boolean }) => c.ok)).toBe(true)
    expect(quotation.record.values.grand_total).toBe(880)
    const submit = { doctype: 'Quotation', id: quotation.record.id }
    expect((await ok('submit_record', { ...submit, dry_run: true })).done).toBe(false)
    const submitted = await ok('submit_record', { ...submit, version: quotation.record.version })
    expect(submitted.record.values).toMatchObject({ docstatus: 1, status: 'Open' })
    expect((await ok('get_lead', { lead_id: id })).lead.values.status).toBe('Quotation')
    expect((await call('submit_record', submit)).text).toContain('record.not_a_draft')
    expect((await call('submit_record', { doctype: 'Lead', id })).text).toContain('not_submittable')
  })

  it('offers what a link may be, and resolves what is shown under another name', async () => {
    const refused = await call('create_record', {
      doctype: 'Lead',
      values: {
        company_name: 'Linked',
        country: 'Germ',
        industry: 'Energetics',
        territory: 'Mars',
      },
    })
    expect(refused.text).toContain('country: there is no Country Germ. There are: Germany.')
    expect(refused.text).toContain('territory: there is no Territory Mars.')
    const cased = await ok('create_record', {
      doctype: 'Lead',
      values: { company_name: 'Linked', country: 'germany' },
    })
    expect(cased.record.values).toMatchObject({ company_name: 'Linked', country: 'Germany' })
  })

  it('does not make a second customer of the same name', async () => {
    const { id } = await lead('namesake')
    await ok('create_record', { doctype: 'Customer', values: { customer_name: 'namesake' } })
    const refused = await call('convert_to_customer', { from: 'Lead', id })
    expect(refused.text).toContain('customer.exists')
    const values = { customer_name: 'namesake Kiel' }
    const made = await ok('convert_to_customer', { from: 'Lead', id, values })
    expect(made.checks.every((c: { ok: boolean }) => c.ok)).toBe(true)
  })

  it('finds a conversion whose answer was lost instead of making it twice', async () => {
    const { id } = await lead('lostanswer')
    const before = double.site.db.rows('Opportunity').length
    const posted = double.requests.length
    // Reads come first; the insert is the one whose answer is lost.
    const reads = 4
    double.faults.next(...Array.from({ length: reads }, () => null), 'lose')
    const made = await ok('convert_lead_to_opportunity', { lead_id: id })
    expect(made.record.doctype).toBe('Opportunity')
    expect(double.site.db.rows('Opportunity').length).toBe(before + 1)
    expect(double.requests.length).toBeGreaterThan(posted + reads)
    const again = await ok('convert_lead_to_opportunity', { lead_id: id })
    expect([again.done, again.record.id]).toEqual([false, made.record.id])
  })

  it('says that it does not know when the answer to a write never came', async () => {
    const { id } = await lead('unknownfate')
    double.faults.next(null, 'lose')
    const answer = await call('add_note', { doctype: 'Lead', id, note: 'once' })
    expect(answer.isError).toBe(true)
    expect(answer.text).toContain('erpnext.outcome_unknown')
    expect(answer.text).toContain('Look for it before you try again')
  })

  it('assigns to a person, attaches a file, runs a report, adds up', async () => {
    const { id } = await lead('beside')
    const assigned = await ok('assign_record', { doctype: 'Lead', id, user: 'setup@insa.example' })
    expect(assigned.checks).toEqual([{ what: 'it is assigned to setup@insa.example', ok: true }])
    const nobody = await call('assign_record', { doctype: 'Lead', id, user: 'who@x.example' })
    expect(nobody.text).toContain('there is no User who@x.example')
    const file = await ok('upload_file', {
      doctype: 'Lead',
      id,
      file_name: 'scope.txt',
      content_base64: Buffer.from('two pumps').toString('base64'),
    })
    expect(file.checks[0].ok).toBe(true)
    expect(file.record.values.file_url).toMatch(/^\/private\/files\//)
    const report = await ok('run_report', { report: 'Lead Details', limit: 2 })
    expect(report.columns[0]).toBe('Lead')
    expect(report.rows).toHaveLength(2)
    const sums = await ok('aggregate_records', {
      doctype: 'Lead',
      group_by: 'source',
      sum_of: 'annual_revenue',
    })
    expect(sums.groups.find((g: { key: string }) => g.key === 'Reference')).toMatchObject({
      sum: 48_000_000,
    })
  })

  it('says what an administrator has to do where set-up is missing, and shows scores where it is not', async () => {
    const { id } = await lead('scored')
    const missing = await call('update_lead', { lead_id: id, qualification_score: 71 })
    expect(missing.text).toContain('insa erpnext setup --apply')
  })

  it('a brief answer leaves out what a verbose one has', async () => {
    const { id } = await lead('brief')
    const brief = (await ok('get_lead', { lead_id: id })).lead.values
    const verbose = (await ok('get_lead', { lead_id: id, verbose: true })).lead.values
    expect(Object.keys(verbose).length).toBeGreaterThan(Object.keys(brief).length)
    expect(brief).not.toHaveProperty('owner')
  })

  it('tells a wrong key and a site that is away, without naming the key', async () => {
    const { key, secret } = double.keys.runtime
    double.site.mode = 'maintenance'
    const away = await call('list_leads', { limit: 1 })
    double.site.mode = 'open'
    expect(away.text).toContain('erpnext.unavailable')
    expect(away.text).not.toContain(key)
    expect(away.text).not.toContain(secret)
  })
})
