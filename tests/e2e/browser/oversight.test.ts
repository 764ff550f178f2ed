import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { heading, type Site, scoredLeads, startSite } from './site.ts'

let site: Site

beforeAll(async () => {
  site = await startSite()
})

afterAll(async () => {
  await site.stop()
})

describe('the costs', () => {
  it('are nothing with the baseline, and their limits are set and kept [console.costs]', async () => {
    const page = await site.open()
    await page.goto('/costs')
    await heading(page, 'Costs').waitFor()
    await page.getByText('No model was asked in this time').waitFor()
    await page.getByText('$0.00 of $20.00 spent').waitFor()
    await page.getByRole('link', { name: 'Budgets' }).click()
    const limits = page.getByLabel('May cost, US dollars')
    await limits.nth(1).fill('much')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Must be an amount in US dollars').waitFor()
    await limits.nth(1).fill('5')
    await page.getByLabel('When the next call could pass it').nth(1).selectOption('stop')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved').waitFor()
    await page.goto('/costs')
    await page.getByText('$0.00 of $5.00 spent').waitFor()
  })
})

describe('a replay', () => {
  it('is started from a run and shown beside it [console.replay]', async () => {
    const page = await site.open()
    await scoredLeads(page)
    const { data } = await (await page.request.get('/api/v1/executions')).json()
    const [run] = data.filter((e: { agent_type: string }) => e.agent_type === 'lead_qualification')
    await page.goto(`/executions/${run.id}`)
    await page.getByRole('button', { name: 'Replay' }).click()
    await page.getByRole('dialog').getByLabel('Engine').selectOption('baseline')
    await page.getByRole('dialog').getByRole('button', { name: 'Replay' }).click()
    await page.waitForURL(/\/compare$/)
    await heading(page, 'Replay, side by side').waitFor()
    await page.getByText('With the engine baseline. Nothing of it was stored').waitFor()
    const score = page.getByRole('row', { name: /^Score/ }).getByRole('cell')
    // The replay ends a moment after its page is there.
    await expect
      .poll(() => score.nth(1).textContent(), { timeout: 20_000 })
      .toBe(await score.nth(0).textContent())
    await page.getByText('the same').first().waitFor()
    await page.getByRole('link', { name: 'The run that it is of' }).click()
    await page.waitForURL(new RegExp(`/executions/${run.id}$`))
  })
})

describe('the audit trail', () => {
  it('is searched, opened and exported [console.audit]', async () => {
    const page = await site.open()
    await scoredLeads(page)
    await page.goto('/audit')
    await heading(page, 'Audit trail').waitFor()
    await page.getByLabel('Tool').fill('mcp__erpnext__get_lead')
    await page.keyboard.press('Enter')
    await page.waitForURL(/tool=mcp__erpnext__get_lead/)
    await page.getByLabel('Text').fill('celulose')
    await page.keyboard.press('Enter')
    await page.waitForURL(/q=celulose/)
    await page.getByText('1 entry', { exact: true }).waitFor()
    await page.getByText('tool.called').click()
    await page.getByText('"company_name": "Celulose Rio Pelado S.A."').waitFor()
    await page
      .getByText(/as number \d+/)
      .first()
      .waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^audit-\d{4}-\d\d-\d\d\.ndjson$/)
    const text = await readFile(await download.path(), 'utf8')
    expect(text.split('\n')[0]).toContain('"format":"insa-audit-export"')
    await page.getByRole('button', { name: 'Clear' }).click()
    await page.waitForURL(/\/audit$/)
  })
})
