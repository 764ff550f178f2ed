import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { heading, type Site, startSite } from './site.ts'

let site: Site
let page: Page

beforeAll(async () => {
  site = await startSite()
  page = await site.open({ viewport: { width: 1440, height: 900 } })
})

afterAll(async () => {
  await site.stop()
})

const read = async (path: string) => (await page.request.get(path)).json()
const dealNamed = async (q: string) =>
  (await read(`/api/v1/opportunities?q=${encodeURIComponent(q)}`)).data[0]
const stage = (name: string) => page.getByRole('region', { name, exact: true })

describe('the pipeline', () => {
  it('takes a lead in, once [console.pipeline]', async () => {
    const { data } = await read('/api/v1/leads?q=Embotelladora')
    await page.goto(`/leads/${data[0].id}`)
    await page.getByRole('button', { name: 'Make an opportunity' }).click()
    await heading(page, /Embotelladora/).waitFor()
    await page.getByRole('button', { name: /^Prospecting/, pressed: true }).waitFor()
    await page.goto(`/leads/${data[0].id}`)
    await page.getByRole('link', { name: /Embotelladora/ }).waitFor()
    expect(await page.getByRole('button', { name: 'Make an opportunity' }).count()).toBe(0)
  })

  it('is moved by keyboard and by menu, and sums what stands where [console.pipeline]', async () => {
    await page.goto('/pipeline')
    const card = stage('Negotiation/Review').getByRole('listitem', { name: /^Controls for six/ })
    await card.focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Space')
    await stage('Proposal/Price Quote')
      .getByRole('listitem', { name: /^Controls for six/ })
      .waitFor()
    await expect
      .poll(async () => (await dealNamed('Controls for six')).sales_stage)
      .toBe('Proposal/Price Quote')
    await stage('Proposal/Price Quote')
      .getByRole('button', { name: /^Move Controls for six/ })
      .click()
    await page.getByRole('menuitem', { name: 'Negotiation/Review' }).click()
    await stage('Negotiation/Review').getByText('€960K').waitFor()
  })

  it('goes back where somebody was faster, and says so [console.pipeline]', async () => {
    await page.goto('/pipeline')
    const from = stage('Needs Analysis')
    await from.getByRole('listitem', { name: /^SCADA replacement/ }).waitFor()
    // The board keeps what it has read: what the other one does comes only with the refused move.
    await page.route('**/api/v1/events', (route) => route.abort())
    const deal = await dealNamed('SCADA replacement')
    await page.route(`**/api/v1/opportunities/${deal.id}`, async (route) => {
      await page.unroute(`**/api/v1/opportunities/${deal.id}`)
      const other = await page.request.patch(`/api/v1/opportunities/${deal.id}`, {
        data: { title: 'SCADA replacement, renamed' },
        headers: { origin: site.url, 'if-match': deal.etag },
      })
      expect(other.ok()).toBe(true)
      await route.continue()
    })
    await from.getByRole('button', { name: /^Move SCADA/ }).click()
    await page.getByRole('menuitem', { name: 'Perception Analysis' }).click()
    await page.getByText(/^Somebody changed “SCADA replacement/).waitFor()
    await from.getByRole('listitem', { name: /renamed/ }).waitFor()
    expect((await dealNamed('SCADA replacement')).sales_stage).toBe('Needs Analysis')
    await page.unroute('**/api/v1/events')
  })

  it('asks why a deal is lost, and makes a customer of one that is won [console.pipeline]', async () => {
    await page.goto('/pipeline')
    await page.getByRole('button', { name: /^Move Boilers and pans/ }).click()
    await page.getByRole('menuitem', { name: 'Lost…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Lost', exact: true }).click()
    await dialog.getByText('Choose at least one reason.').waitFor()
    await dialog.getByRole('button', { name: 'No budget' }).click()
    await dialog.getByRole('button', { name: 'Lost', exact: true }).click()
    await page.getByText('“Boilers and pans, new control after the harvest” is lost').waitFor()
    await page.getByRole('link', { name: /^IEC 62443/ }).click()
    await page.getByRole('button', { name: 'Won', exact: true }).click()
    await dialog.getByLabel('What decided it').selectOption('Technical fit')
    await dialog.getByRole('button', { name: 'Won', exact: true }).click()
    await page.getByText('Won, from Proposal/Price Quote').waitFor()
    await page.getByRole('link', { name: 'Carrowmore Biologics' }).click()
    await heading(page, 'Carrowmore Biologics').waitFor()
    await page.getByText('Aoife Devlin').waitFor()
  })

  it('keeps its filters in the address', async () => {
    await page.goto('/pipeline?currency=EUR')
    await page.getByRole('listitem', { name: /^Controls for six/ }).waitFor()
    expect(await page.getByRole('listitem', { name: /^SCADA/ }).count()).toBe(0)
    await page.getByRole('button', { name: 'Clear' }).click()
    await page.waitForURL(/\/pipeline$/)
    await page.getByRole('listitem', { name: /^SCADA/ }).waitFor()
  })
})

describe('a customer', () => {
  it('is found, and shows its people, deals, projects and history [console.customer]', async () => {
    await page.goto('/customers')
    await page.getByLabel('Search customers').fill('north fork')
    await page.waitForURL(/q=north\+fork/)
    await page.getByRole('link', { name: 'North Fork Snack Foods' }).click()
    await heading(page, 'North Fork Snack Foods').waitFor()
    await page.getByText('Lena Ostrow').waitFor()
    await page.getByText('1200 Mill Street').waitFor()
    await page.getByRole('link', { name: 'North Fork: bagger HMIs', exact: true }).waitFor()
    await page.getByText('Two bagger HMIs: won').waitFor()
    await page.getByRole('button', { name: 'Stages', exact: true }).click()
    await page.waitForURL(/kind=stage_change/)
    await page.getByLabel('Note', { exact: true }).fill('They asked for a third screen.')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('listitem').getByText('They asked for a third screen.').waitFor()
  })
})

describe('the sales process', () => {
  it('has its stages and reasons set in the settings; what stands in a stage comes along [console.sales-process]', async () => {
    await page.goto('/settings/sales-process')
    await page.getByLabel('Stage 8').fill('Contract')
    await page.getByText('Was Negotiation/Review: its opportunities come along.').waitFor()
    await page.getByRole('button', { name: 'Move Contract up' }).click()
    await page.getByRole('button', { name: 'Remove Prospecting' }).click()
    await page.getByLabel('Why we lose').fill('Bought used')
    await page.getByLabel('Why we lose').press('Enter')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText(/Open opportunities stand in Prospecting/).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByLabel('Stage 8').fill('Contract')
    await page.getByLabel('Probability, %').nth(7).fill('many')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect
      .poll(() => page.getByLabel('Probability, %').nth(7).getAttribute('aria-invalid'))
      .toBe('true')
    await page.getByLabel('Probability, %').nth(7).fill('95')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Open opportunities went along.').waitFor()
    const { stages } = await read('/api/v1/settings/sales-process')
    expect(stages.at(-1)).toEqual({ name: 'Contract', probability: 95 })
    await page.goto('/pipeline')
    await stage('Contract')
      .getByRole('listitem', { name: /^Controls for six/ })
      .waitFor()
  })
})
