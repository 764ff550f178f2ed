/** What waits for a person, and the servers that tools come from, in the browser. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pinnedNode } from '../../../scripts/pinned-node.mjs'
import { ROOT } from '../../../scripts/setup-state.mjs'
import { secondPerson } from './second-person.ts'
import { type Site, scoredLeads, startSite } from './site.ts'

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

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })

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
