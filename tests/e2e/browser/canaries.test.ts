import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Site, startSite } from './site.ts'

let site: Site

beforeAll(async () => {
  site = await startSite()
})

afterAll(async () => {
  await site.stop()
})

describe('a canary', () => {
  it('is marked on a lead’s page, which says so to administrators [canaries.console]', async () => {
    const page = await site.open()
    const { data } = await (await page.request.get('/api/v1/leads')).json()
    await page.goto(`/leads/${data[0].id}`)
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Make it a canary' }).click()
    await page.getByText('This is a canary').waitFor()
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Delete the lead' }).waitFor()
    expect(await page.getByRole('menuitem', { name: 'Make it a canary' }).count()).toBe(0)
  })

  it('is made in the settings, and when a key reads it a banner stands over every page until somebody has looked [canaries.console]', async () => {
    const page = await site.open()
    const headers = { origin: site.url }
    const role = { name: 'ERP bridge', role: 'viewer' }
    const made = await page.request.post('/api/v1/api-keys', { data: role, headers })
    const { key } = await made.json()

    await page.goto('/settings/canaries')
    await page.getByRole('button', { name: 'New canary' }).click()
    const form = page.getByRole('dialog')
    await form.getByRole('button', { name: 'Make it' }).click()
    await form
      .getByText(/at least one of/i)
      .first()
      .waitFor()
    await form.getByLabel('Company').fill('Old Quarry')
    await form.getByLabel('E-mail').fill('maud@old-quarry.example')
    await form.getByRole('button', { name: 'Make it' }).click()
    await page.getByText('The canary sits').waitFor()
    await page.getByRole('button', { name: 'Take the mark off Old Quarry' }).waitFor()
    const banner = page.getByRole('alert').filter({ hasText: 'A canary record was read' })
    expect(await banner.count()).toBe(0)

    await page.goto('/costs')
    const list = await fetch(`${site.url}/api/v1/leads?limit=200`, {
      headers: { authorization: `Bearer ${key}` },
    })
    expect(await list.text()).toContain('Old Quarry')
    await banner.getByText('key:ERP bridge').waitFor()
    await banner.getByRole('link', { name: 'Look' }).click()
    await page.getByText('GET /api/v1/leads').waitFor()
    await page.getByRole('button', { name: 'I have looked' }).click()
    await banner.waitFor({ state: 'detached' })
    await page.getByText('looked at by user:').waitFor()
  })
})
