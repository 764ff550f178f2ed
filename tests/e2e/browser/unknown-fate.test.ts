/** A call that was cut off in the middle, in the browser: somebody looks and says what happened. */
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modelSays } from '../../../apps/server/src/testing/model-answers.ts'
import {
  type ScriptedAnthropic,
  startScriptedAnthropic,
} from '../../../apps/server/src/testing/scripted-anthropic/scripted-anthropic.ts'
import { pinnedNode } from '../../../scripts/pinned-node.mjs'
import { ROOT } from '../../../scripts/setup-state.mjs'
import { secondPerson } from './second-person.ts'
import { heading, type Site, startSite } from './site.ts'

const DOUBLE = join(ROOT, 'apps/server/src/testing/mcp-double/main.ts')
const COMPANY = 'Werk der Ungewissheit'
/** The double ends in the middle of this call, and never answers. */
const DIE = 'mcp__double__die'

let api: ScriptedAnthropic
let site: Site
beforeAll(async () => {
  api = await startScriptedAnthropic()
  api.play((request) => {
    const said = JSON.stringify(request.messages)
    return said.includes(COMPANY) && !said.includes(DIE)
      ? { tools: [{ name: DIE, input: {} }] }
      : { structured: modelSays({}) }
  })
  site = await startSite(
    (folder) => ({ double: { command: pinnedNode(), args: [DOUBLE, folder] } }),
    { INSA_ENGINE: 'anthropic-api', ANTHROPIC_API_KEY: 'dummy', ANTHROPIC_BASE_URL: api.url },
  )
})
afterAll(async () => {
  await site.stop()
  await api.stop()
})

/** A model calls the tool, a person approves it, and no answer comes. */
async function cutOff(first: Page, second: Page): Promise<void> {
  const headers = { origin: site.url }
  const restarted = await first.request.post('/api/v1/mcp/servers/double/restart', { headers })
  const { listed_hash } = (await restarted.json()).pin
  const data = { listed_hash }
  await first.request.post('/api/v1/mcp/servers/double/approve', { data, headers })
  const granted = [{ agent: 'lead_qualification', tool: DIE, unbound: true }]
  await first.request.put('/api/v1/settings/tool-policy', { data: { granted }, headers })
  const lead = { company_name: COMPANY, message: 'We need a PLC.' }
  await first.request.post('/api/v1/leads', { data: lead, headers })
  const list = async (path: string) => (await (await second.request.get(path)).json()).data
  const pending = () => list('/api/v1/approvals?status=pending')
  await expect.poll(async () => (await pending()).length, { timeout: 30_000 }).toBe(1)
  const [{ id }] = await pending()
  await second.request.post(`/api/v1/approvals/${id}/approve`, { data: {}, headers })
  const unknown = () => list('/api/v1/tool-calls?status=unknown')
  await expect.poll(async () => (await unknown()).length, { timeout: 30_000 }).toBe(1)
}

describe('what nobody knows the fate of', () => {
  it('stands in the inbox until somebody says what happened, with the reason beside it [console.settle]', async () => {
    const first = await site.open()
    const second = await secondPerson(site, first)
    await cutOff(first, second)
    await second.goto('/approvals')
    await second.getByRole('link', { name: 'Look after it' }).click()
    await second.getByRole('link', { name: DIE }).click()
    await heading(second, DIE).waitFor()
    await second.getByText('may have happened or not').waitFor()
    await second.getByLabel('You have looked, and').selectOption('did_not_happen')
    await second.getByText('Its run has ended already').waitFor()
    await second.getByRole('button', { name: 'Settle it' }).click()
    await second.getByText('Enter something here.').waitFor()
    await second.getByLabel('How you know').fill('The double had ended before.')
    await second.getByRole('button', { name: 'Settle it' }).click()
    await second.getByText('It did not happen. A person has looked.').waitFor()
    await second.getByText('The double had ended before.', { exact: true }).waitFor()
    await second.goto('/approvals?show=unknown')
    await second.getByText('Nothing is unknown').waitFor()
  })
})
