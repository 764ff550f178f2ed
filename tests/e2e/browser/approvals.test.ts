/** What waits for a person, and the servers that tools come from, in the browser. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pinnedNode } from '../../../scripts/pinned-node.mjs'
import { ROOT } from '../../../scripts/setup-state.mjs'
import { secondPerson } from './second-person.ts'
import { heading, type Site, scoredLeads, startSite } from './site.ts'

const DOUBLE = join(ROOT, 'apps/server/src/testing/mcp-double/main.ts')

let site: Site
beforeAll(async () => {
  site = await startSite((folder) => ({
    double: { command: pinnedNode(), args: [DOUBLE, folder] },
  }))
})
afterAll(async () => {
  await site.stop()
})

describe('what waits for a person', () => {
  it('is counted, shown field by field, not decided by who began it, changed and approved by another [console.approvals]', async () => {
    const first = await site.open()
    const [lead] = await scoredLeads(first)
    const headers = { origin: site.url }
    const rules = { rules: [{ tool: 'mcp__erpnext__update_lead' }] }
    await first.request.put('/api/v1/settings/approval-rules', { data: rules, headers })
    await first.request.post(`/api/v1/leads/${lead?.id}/qualify`, { headers })
    await first.goto('/approvals')
    await heading(first, 'Approvals').waitFor()
    const link = first.getByRole('link', { name: 'mcp__erpnext__update_lead' })
    await link.waitFor()
    await first
      .getByRole('link', { name: /Approvals.*1 waiting/ })
      .first()
      .waitFor()
    await link.click()
    await first.getByText('You began this run yourself').waitFor()
    expect(await first.getByRole('button', { name: 'Approve' }).count()).toBe(0)

    const second = await secondPerson(site, first)
    await second.goto(new URL(first.url()).pathname)
    await heading(second, 'mcp__erpnext__update_lead').waitFor()
    await second.getByRole('rowheader', { name: 'priority' }).waitFor()
    await second.getByRole('button', { name: 'Change it first' }).click()
    const args = second.getByLabel('Arguments')
    const asked = await args.inputValue()
    await args.fill('{ "lead_id": 1')
    await second.getByRole('alert').waitFor()
    await args.fill(asked.replace(/"priority": "\w+"/, '"priority": "LOW"'))
    await second.getByRole('button', { name: 'Approve as changed' }).click()
    await second.getByText('Approved', { exact: true }).first().waitFor()
    await second.getByRole('link', { name: 'Open the run' }).click()
    await second.getByText('Succeeded').first().waitFor()
  })
})

describe('the approval rules', () => {
  it('are changed with their effect in sight, a fault beside its field, and hold [console.approval-rules]', async () => {
    const page = await site.open()
    await page.goto('/settings/approval-rules')
    await page.getByText('What these rules do').waitFor()
    const preview = page.getByRole('region', { name: 'What these rules do' })
    const row = (tool: string) => preview.getByRole('listitem').filter({ hasText: tool })
    await row('mcp__erpnext__get_lead').getByText('asks nobody').waitFor()
    await page.getByRole('button', { name: 'Add a rule' }).click()
    const rule = page.getByRole('listitem', { name: /^rule / }).last()
    await rule.getByLabel('Tool').fill('mcp__erpnext__nothing')
    await rule.getByText('No tool here is called so.').waitFor()
    await rule.getByLabel('Tool').fill('mcp__double__slow_*')
    await rule.getByRole('button', { name: 'Only with certain arguments' }).click()
    await rule.getByLabel('Argument').fill('ms')
    await rule.getByLabel('Value').fill('long')
    await page.getByRole('button', { name: 'Save' }).click()
    await rule.getByText('Enter a number.').waitFor()
    await rule.getByLabel('Value').fill('500')
    const slow = row('mcp__double__slow_note')
    await slow.getByText('asks sometimes').waitFor()
    await slow.getByText('A rule asks for it, depending on ms.').waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved', { exact: true }).waitFor()
    const stored = await (await page.request.get('/api/v1/settings/approval-rules')).json()
    expect(stored.rules.at(-1)).toMatchObject({
      tool: 'mcp__double__slow_*',
      where: { ms: { at_least: 500 } },
    })
  })
})

describe('the tool policy', () => {
  it('is changed with who may call what in sight, and holds [console.tool-policy]', async () => {
    const page = await site.open()
    await page.goto('/settings/tool-policy')
    const preview = page.getByRole('region', { name: 'Who may call what' })
    await preview.getByText('mcp__erpnext__get_lead').waitFor()
    await page.getByRole('button', { name: 'Add a grant' }).click()
    const grant = page.getByRole('listitem', { name: 'grant 1' })
    await grant.getByLabel('Tool', { exact: true }).fill('mcp__double__read_*')
    await page.getByRole('button', { name: 'Save' }).click()
    await grant.getByText('Enter something here.').waitFor()
    await grant.getByLabel('Agent').fill('lead_qualification')
    await grant.getByLabel(/^Also in a run/).check()
    const row = preview.getByRole('listitem').filter({ hasText: 'mcp__double__read_note' })
    await row.getByText('may not').waitFor()
    await row.getByText('its model, too').waitFor()
    await page.getByText('1 would change').waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved', { exact: true }).waitFor()
    const stored = await (await page.request.get('/api/v1/settings/tool-policy')).json()
    expect(stored.granted).toEqual([
      { agent: 'lead_qualification', tool: 'mcp__double__read_*', where: {}, unbound: true },
    ])
  })
})

describe('the tools page', () => {
  it('shows health and tools, and what has changed in a server as text, whatever it says [console.tools]', async () => {
    const page = await site.open()
    await page.goto('/tools')
    await heading(page, 'Tools').waitFor()
    await page.getByText('double 1.0.0').waitFor()
    await page.getByText('nobody has read them yet').waitFor()
    const words = '<img src="/x" onerror="document.title=1"> ![x](http://127.0.0.1/x)'
    const tools = [{ name: 'read_note', description: words, inputSchema: { type: 'object' } }]
    await writeFile(join(site.folder, 'double-tools.json'), JSON.stringify(tools))
    await page.getByRole('button', { name: 'Restart double' }).click()
    await page.getByText('Quarantined').waitFor()
    const after = page.getByText(words, { exact: true })
    await after.first().waitFor()
    expect(await page.locator('main img').count()).toBe(0)
    await page.getByRole('button', { name: 'I have read them: approve' }).click()
    await page.getByRole('button', { name: 'Approve', exact: true }).click()
    await page.getByText('Its tools were approved by').waitFor()
    expect(await page.getByText('Quarantined').count()).toBe(0)
  })
})
