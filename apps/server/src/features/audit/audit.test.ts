import { AuditExportLine } from '@insa/contracts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyExport } from '../../platform/audit/verify-export.ts'
import { qualifyOnRequest } from '../../testing/qualify-on-request.ts'
import { sampleLead } from '../../testing/sample-leads.ts'
import { type TestApp, testApp } from '../../testing/test-app.ts'
import { ownerQuery } from '../../testing/test-database.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

async function* linesOf(text: string) {
  yield* text.split('\n')
}

const manager = () => app.acme.as('manager')
const entries = async () => (await manager().audit.list({ limit: 200 })).data

describe('the audit trail', () => {
  it('says who changed what, when, under which request, newest first', async () => {
    await qualifyOnRequest(app.acme)
    const lead = await app.acme
      .as('sales')
      .leads.create(sampleLead(), { correlationId: 'ticket-1' })
    await app.acme.as('sales').leads.update(lead.id, lead.etag, { city: 'Gijón', country: null })
    await app.acme.as('sales').leads.qualify(lead.id, { wait: 30 })
    await app.acme.as('sales').leads.override(lead.id, { priority: 'LOW', reason: 'Met them.' })
    await app.acme.as('sales').leads.withdrawOverride(lead.id)
    await manager().agents.setEnabled('lead_import', false)
    await manager().agents.setEnabled('lead_import', true)
    await manager().leads.remove(lead.id)
    const all = await entries()
    expect(
      all.filter((e) => !e.action.startsWith('tool.')).map((e) => [e.actor, e.action]),
    ).toEqual([
      ['key:manager key', 'lead.deleted'],
      ['key:manager key', 'agent.resumed'],
      ['key:manager key', 'agent.paused'],
      ['key:sales key', 'score.override_withdrawn'],
      ['key:sales key', 'score.overridden'],
      ['key:sales key', 'lead.qualification_requested'],
      ['key:sales key', 'lead.updated'],
      ['key:sales key', 'lead.created'],
      ['key:manager key', 'settings.changed'],
    ])
    expect(all.find((e) => e.action === 'lead.created')).toMatchObject({
      correlation_id: 'ticket-1',
      subject_type: 'lead',
      subject_id: lead.id,
    })
    expect(all.find((e) => e.action === 'lead.updated')?.details).toEqual({
      fields: ['city', 'country'],
    })
  })

  it('holds every tool call of an agent, with what it was given and gave [audit.tool-calls]', async () => {
    const calls = (await entries()).filter((e) => e.action === 'tool.called')
    expect(calls.map((e) => [e.actor, e.tool, e.details.outcome])).toEqual([
      ['agent:lead_qualification', 'mcp__erpnext__update_lead', 'ok'],
      ['agent:lead_qualification', 'mcp__erpnext__get_lead', 'ok'],
    ])
    const [update, get] = calls
    expect(update?.input).toMatchObject({
      lead_id: expect.any(String),
      priority: expect.any(String),
    })
    expect(get?.output).toMatchObject({
      company_name: 'Aceros del Norte',
      message: expect.stringMatching(/^\[text: \d+ characters, sha256 [0-9a-f]{16}\]$/),
    })
    expect(calls.every((e) => (e.duration_ms ?? -1) >= 0)).toBe(true)
  })

  it('carries no message text', async () => {
    expect(JSON.stringify(await entries())).not.toContain('rolling mill')
  })

  it('is found by person, deed, tool, execution, time and text [audit.search]', async () => {
    const all = await entries()
    const found = async (query: object) =>
      (await manager().audit.list({ limit: 200, ...query })).data.map((e) => e.id)
    const ids = (wanted: (e: (typeof all)[number]) => boolean) =>
      all.filter(wanted).map((e) => e.id)
    expect(await found({ actor: 'key:sales key' })).toEqual(ids((e) => e.actor === 'key:sales key'))
    const tool = 'mcp__erpnext__get_lead'
    const [call] = all.filter((e) => e.tool === tool)
    expect(await found({ tool })).toEqual([call?.id])
    expect(await found({ execution_id: call?.execution_id })).toEqual(
      ids((e) => e.execution_id === call?.execution_id),
    )
    expect(await found({ q: 'ACEROS' })).toContain(call?.id)
    expect(await found({ q: 'ticket-1' })).toEqual(ids((e) => e.correlation_id === 'ticket-1'))
    for (const q of ['%', 'a_b']) expect(await found({ q })).toEqual([])
    const middle = all[3]?.at
    expect(await found({ from: middle })).toEqual(ids((e) => e.at >= (middle ?? '')))
    expect(await found({ to: middle })).toEqual(ids((e) => e.at < (middle ?? '')))
    expect(await found({ from: '0000-01-01T00:00:00Z', to: '9999-12-31T23:59:59Z' })).toEqual(
      ids(() => true),
    )
    expect(await found({ from: '9999-12-31T23:59:59Z' })).toEqual([])
  })

  it('is found by action and by subject, page by page', async () => {
    const [newest] = (await manager().audit.list({ action: 'lead.created' })).data
    const about = (await manager().audit.list({ subject_id: newest?.subject_id ?? '' })).data
    expect(about.map((e) => e.action)).toContain('lead.deleted')
    expect(about.every((e) => e.subject_id === newest?.subject_id)).toBe(true)
    const first = await manager().audit.list({ limit: 3 })
    const second = await manager().audit.list({ limit: 3, cursor: first.next_cursor ?? '' })
    expect([...first.data, ...second.data]).toEqual((await entries()).slice(0, 6))
  })

  it('says nothing of a change that was refused', async () => {
    const before = (await entries()).length
    await expect(manager().leads.create({ city: 'Nowhere' })).rejects.toMatchObject({ status: 422 })
    expect((await entries()).length).toBe(before)
  })

  it('is sealed: each entry has its place and hash in the list within seconds [audit.sealed]', async () => {
    await expect
      .poll(async () => (await entries()).filter((e) => e.seal === null), { interval: 200 })
      .toEqual([])
    const all = await entries()
    expect(all.map((e) => e.seal?.seq).sort((a = 0, b = 0) => a - b)).toEqual(
      all.map((_, i) => i + 1),
    )
  })

  it('is exported as lines that can be checked anywhere, with a signed head [audit.verify]', async () => {
    const answer = await manager().audit.export()
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toMatch(
      /attachment; filename="audit-.*ndjson"/,
    )
    const text = await answer.text()
    const lines = text
      .trim()
      .split('\n')
      .map((line) => AuditExportLine.parse(JSON.parse(line)))
    const all = await entries()
    expect(lines[0]).toMatchObject({ type: 'header', organization_id: app.acme.id, after_seq: 0 })
    expect(lines.filter((l) => l.type === 'entry').length).toBe(all.length)
    expect(lines.at(-1)).toEqual({ type: 'end', entries: all.length, heads: expect.any(Number) })
    const head = await manager().audit.head()
    expect(head.seq).toBe(all.length)
    const report = await verifyExport(linesOf(text), [head])
    expect(report).toMatchObject({
      entries: all.length,
      faults: [],
      newest_head: { seq: head.seq },
    })
    expect(text).not.toContain('rolling mill')
  })

  it('is exported from a number on, as far as it goes', async () => {
    const { seq } = await manager().audit.head()
    const text = await (await manager().audit.export({ after_seq: seq - 2 })).text()
    const report = await verifyExport(linesOf(text), [])
    expect(report).toMatchObject({ entries: 2, first_seq: seq - 1, last_seq: seq, faults: [] })
    await expect(manager().audit.export({ after_seq: seq + 1 })).rejects.toMatchObject({
      status: 422,
    })
    const nothing = await (await manager().audit.export({ after_seq: seq })).text()
    expect(await verifyExport(linesOf(nothing), [])).toMatchObject({ entries: 0, faults: [] })
  })

  it('has no end to sign for where nothing has happened, and an empty export', async () => {
    const globex = app.globex.as('manager')
    await expect(globex.audit.head()).rejects.toMatchObject({ status: 404, code: 'audit.empty' })
    const text = await (await globex.audit.export()).text()
    expect(await verifyExport(linesOf(text), [])).toMatchObject({ entries: 0, faults: [] })
  })

  it('cannot be changed or emptied by the role that serves requests', async () => {
    const as = (statement: string) =>
      app.database.tenant(app.acme.id, ({ db }) => sql.raw(statement).execute(db))
    await expect(as('delete from audit_entries')).rejects.toThrow(/permission denied/)
    await expect(as("update audit_entries set actor = 'nobody'")).rejects.toThrow(
      /permission denied/,
    )
    const [left] = await ownerQuery<{ n: number }>(
      app.database,
      sql`select count(*)::int as n from audit_entries where actor = 'nobody'`,
    )
    expect(left?.n).toBe(0)
  })
})
