/** What other rules, and another policy, would do: told before they hold, by the tools that are here and the calls on record. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApprovalSite, approvalSite } from '../../testing/approval-site.ts'
import { DATABASE_KINDS } from '../../testing/test-database.ts'
import { runTools, TOOL_AGENT } from '../../testing/tool-agent.ts'

const ADD = 'mcp__double__add_note'
const SEND = 'mcp__double__send_note'
const GET_LEAD = 'mcp__erpnext__get_lead'

describe.each(DATABASE_KINDS)('a preview, on %s', (kind) => {
  let site: ApprovalSite
  beforeAll(async () => {
    site = await approvalSite({}, { database: kind })
  })
  afterAll(() => site.close())
  const settings = () => site.app.acme.as('viewer').settings

  it('of approval rules says which tools would ask, and which of the latest calls would have [approvals.preview]', async () => {
    // Each in a run of its own: after the first answer of a server its words would need a person.
    for (const n of [1, 2, 3]) {
      const call = { by: 'code', tool: ADD, args: { text: `note ${n}` } } as const
      await site.reaches(await runTools(site.app, [call]), 'succeeded')
    }
    const now = await settings().previewApprovalRules(await settings().approvalRules())
    const by = (preview: typeof now, tool: string) => preview.tools.find((t) => t.tool === tool)
    expect(now).toMatchObject({ calls: 3, asked_before: 0, asked_after: 0, moved: [] })
    expect(by(now, SEND)).toMatchObject({ effect: 'egress', before: 'always', after: 'always' })
    expect(by(now, ADD)).toMatchObject({ after: 'never', why: [] })
    expect(by(now, 'mcp__double__pay')).toMatchObject({
      after: 'sometimes',
      why: ['amount is above 0.'],
    })
    const draft = await settings().previewApprovalRules({
      effects: [],
      rules: [
        { tool: ADD, where: { text: { like: '*2' } } },
        { tool: 'mcp__double__gone', agent: 'x' },
      ],
      exempt: [{ tool: 'mcp__nobody__*' }],
    })
    expect(draft).toMatchObject({
      asked_before: 0,
      asked_after: 1,
      moved: [{ tool: ADD, agent_type: TOOL_AGENT, asked: true }],
      names_nothing: [{ path: 'rules.1.tool' }, { path: 'exempt.0.tool' }],
    })
    expect(by(draft, SEND)).toMatchObject({ before: 'always', after: 'never' })
    expect(by(draft, ADD)).toMatchObject({ before: 'never', after: 'sometimes' })
    expect((await settings().approvalRules()).rules).toEqual([])
  })

  it('of a tool policy says which agent could call what, on which conditions [approvals.preview]', async () => {
    const draft = await settings().previewToolPolicy({
      granted: [
        { agent: TOOL_AGENT, tool: GET_LEAD, where: { lead_id: { is: 'bound_lead' } } },
        { agent: 'nobody', tool: SEND },
      ],
      denied: [{ agent: '*', tool: ADD }],
      effects: [{ tool: SEND, effect: 'read' }],
    })
    const of = (tool: string) => draft.access.find((a) => a.agent === TOOL_AGENT && a.tool === tool)
    expect(of(GET_LEAD)).toMatchObject({
      before: 'none',
      after: 'model',
      only: ['lead_id is the run’s lead'],
    })
    expect(of(ADD)).toMatchObject({ before: 'model', after: 'none' })
    expect(of(SEND)).toMatchObject({ effect_before: 'egress', effect: 'read', after: 'model' })
    expect(draft.names_nothing.map((n) => n.path)).toEqual(['granted.1.agent'])
    const byCode = draft.access.find((a) => a.tool === 'mcp__erpnext__update_lead')
    expect(byCode).toMatchObject({ agent: 'lead_qualification', before: 'code', after: 'code' })
    expect((await settings().toolPolicy()).granted).toEqual([])
  })
})
