import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Site, scoredLeads, startSite } from './site.ts'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const WIDTHS = [
  { name: 'desk', width: 1440, height: 900 },
  { name: 'phone', width: 390, height: 844 },
]

/** Without a session. */
const OPEN_PAGES = [
  '/sign-in',
  '/forgot-password',
  '/reset-password',
  '/reset-password?token=some',
  '/accept-invitation?token=none',
]
const PAGES = [
  '/leads',
  '/leads?recommended_action=schedule_demo',
  '/leads?q=nobody-has-this',
  '/leads/new',
  '/leads/:lead',
  '/leads/:lead/edit',
  '/pipeline',
  '/opportunities/:opportunity',
  '/customers',
  '/customers/:customer',
  '/projects',
  '/projects/:project',
  '/leads/batches',
  '/overview',
  '/import',
  '/executions',
  '/executions/:execution',
  '/executions/:replay/compare',
  '/approvals',
  '/approvals?show=unknown',
  '/tools',
  '/mail',
  '/alerts',
  '/errors',
  '/costs',
  '/audit',
  '/system',
  '/settings/qualification',
  '/settings/company',
  '/settings/sales-process',
  '/settings/budgets',
  '/settings/alerts',
  '/settings/approval-rules',
  '/settings/tool-policy',
  '/settings/erpnext',
  '/settings/members',
  '/settings/api-keys',
  '/settings/canaries',
  '/settings/agents',
  '/nowhere',
]

/** Of each the demo has one. */
const RECORDS = [
  ['opportunity', 'opportunities'],
  ['customer', 'customers'],
  ['project', 'projects'],
] as const

let site: Site
let stranger: Page
let page: Page
const ids: Record<string, string> = {}

beforeAll(async () => {
  site = await startSite()
  stranger = await site.open({ anonymous: true })
  page = await site.open()
  const [lead] = await scoredLeads(page)
  const executions = await (await page.request.get('/api/v1/executions')).json()
  ids.lead = lead?.id ?? ''
  ids.execution = executions.data[0].id
  for (const [name, list] of RECORDS) {
    const { data } = await (await page.request.get(`/api/v1/${list}`)).json()
    ids[name] = data[0].id
  }
  const replay = await page.request.post(`/api/v1/executions/${ids.execution}/replay`, {
    data: {},
    headers: { origin: site.url },
  })
  ids.replay = (await replay.json()).id
})

afterAll(async () => {
  await site.stop()
})

/** What axe calls serious or critical, and whether the page must be scrolled sideways. */
async function faultsOf(at: Page, where: string, contrastOnly: boolean): Promise<string[]> {
  // The other mode opens a blank page for each look, to gather what frames say; we have none.
  expect(at.frames()).toHaveLength(1)
  const options = { resultTypes: ['violations' as const] }
  const axe = new AxeBuilder({ page: at }).setLegacyMode().options(options)
  const { violations } = await (contrastOnly
    ? axe.withRules(['color-contrast'])
    : axe.withTags(RULES)
  ).analyze()
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${where}: ${id} at ${nodes.map((node) => node.target).join(', ')}`)
  const over = await at.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  return over > 0 ? [...serious, `${where}: ${over} px too wide`] : serious
}

/** Colours on their way from one theme to the other are neither's. */
const settled = (at: Page) =>
  at.evaluate(() => {
    // A spinner never ends.
    const transitions = document.getAnimations().filter((a) => a instanceof CSSTransition)
    return Promise.allSettled(transitions.map((a) => a.finished))
  })

/** One load; then both themes at both widths, which follow the system without another. */
async function look(at: Page, path: string): Promise<string[]> {
  await at.emulateMedia({ colorScheme: 'light' })
  await at.goto(path.replace(/:(\w+)/, (_, name: string) => ids[name] ?? ''))
  await at.getByRole('heading', { level: 1 }).waitFor()
  await at.locator('.skeleton').first().waitFor({ state: 'detached' })
  const faults: string[] = []
  for (const { name, ...size } of WIDTHS) {
    await at.setViewportSize(size)
    await at.emulateMedia({ colorScheme: 'light' })
    await at.locator('html:not(.dark)').waitFor()
    await settled(at)
    faults.push(...(await faultsOf(at, `light, ${name}`, false)))
    await at.emulateMedia({ colorScheme: 'dark' })
    await at.locator('html.dark').waitFor()
    await settled(at)
    faults.push(...(await faultsOf(at, `dark, ${name}`, true)))
  }
  return faults
}

describe('usable by everybody, light and dark, at a desk and on a phone', () => {
  it.each(OPEN_PAGES)('is %s, before the sign-in [console.accessible]', async (path) => {
    expect(await look(stranger, path)).toEqual([])
  })

  it.each(PAGES)('is %s [console.accessible]', async (path) => {
    expect(await look(page, path)).toEqual([])
  })
})

describe('the theme', () => {
  it('that was chosen is there on the first paint, whatever the system says', async () => {
    const dark = await site.open({ colorScheme: 'dark' })
    await dark.addInitScript(() => localStorage.setItem('insa.theme', 'light'))
    await dark.goto('/leads', { waitUntil: 'commit' })
    await dark.locator('#root').waitFor({ state: 'attached' })
    expect(await dark.locator('html.dark').count()).toBe(0)
  })
})
