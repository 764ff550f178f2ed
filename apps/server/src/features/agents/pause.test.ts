/** One switch pauses an agent, another all of them; runs under way notice at their next tool call. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApprovalSite, approvalSite } from '../../testing/approval-site.ts'
import { runTools, TOOL_AGENT } from '../../testing/tool-agent.ts'

let site: ApprovalSite
beforeAll(async () => {
  site = await approvalSite()
})
afterAll(() => site.close())

const agents = () => site.app.acme.as('manager').agents
const slowThenSet = () =>
  runTools(site.app, [
    { by: 'code', tool: 'mcp__double__wait', args: { ms: 1_000 } },
    { by: 'code', tool: 'mcp__double__set_stage', args: { stage: 'won' } },
  ])
const effects = () => site.double.effects().length
const waiting = () => site.double.calls().filter((c) => c.tool === 'wait').length

describe.each([
  ['one agent', (on: boolean) => agents().setEnabled(TOOL_AGENT, on)],
  ['all agents', (on: boolean) => agents().setAllEnabled(on)],
] as const)('the switch of %s', (_which, turn) => {
  it('takes a run that is under way off at its next tool call, and lets it go on where it was [agents.kill-switch]', async () => {
    const [before, effectsBefore] = [waiting(), effects()]
    const id = await slowThenSet()
    await expect.poll(waiting, { timeout: 15_000 }).toBe(before + 1)
    await turn(false)
    const aside = await site.reaches(id, 'queued')
    expect(aside.steps.map((s) => [s.seq, s.status])).toEqual([[1, 'succeeded']])
    expect(effects()).toBe(effectsBefore)
    await turn(true)
    const ended = await site.reaches(id, 'succeeded')
    expect(ended.attempts).toBe(1)
    expect(ended.steps.map((s) => s.status)).toEqual(['succeeded', 'succeeded'])
    expect(effects()).toBe(effectsBefore + 1)
    expect(waiting()).toBe(before + 1)
  })
})

it('keeps the switches of single agents as they were', async () => {
  await agents().setEnabled(TOOL_AGENT, false)
  await agents().setAllEnabled(false)
  await agents().setAllEnabled(true)
  const page = await agents().list()
  expect(page.all_enabled).toBe(true)
  expect(page.data.find((a) => a.type === TOOL_AGENT)?.enabled).toBe(false)
  await agents().setEnabled(TOOL_AGENT, true)
})

it('of one organization stops nothing in another [agents.kill-switch]', async () => {
  await agents().setAllEnabled(false)
  const lead = await site.app.globex.as('sales').leads.create({ lead_name: 'Ana' })
  const run = await site.app.globex.as('sales').leads.qualify(lead.id, { wait: 20 })
  expect(run.status).toBe('succeeded')
  await agents().setAllEnabled(true)
})
