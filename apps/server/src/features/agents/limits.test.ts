/** What an organization allows of an agent: set over HTTP, kept to by the claims. */
import { expect, it } from 'vitest'
import { testApp } from '../../testing/test-app.ts'

it('limits how much of an agent runs at once, and its switch stays as it was [queue.limits]', async () => {
  const app = await testApp({ working: false })
  const { agents } = app.acme.as('manager')
  await agents.setEnabled('lead_import', false)
  expect(await agents.setLimits('lead_import', { max_running: 2 })).toMatchObject({
    enabled: false,
    max_running: 2,
    max_starts_per_minute: null,
  })
  await agents.setLimits('lead_import', { max_starts_per_minute: 30 })
  await agents.setEnabled('lead_import', true)
  expect(await agents.setAllLimits({ max_running: 7 })).toEqual({
    enabled: true,
    max_running: 7,
    max_starts_per_minute: null,
  })
  const page = await agents.list()
  expect(page.all_limits).toEqual({ max_running: 7, max_starts_per_minute: null })
  expect(page.data.find((a) => a.type === 'lead_import')).toMatchObject({
    enabled: true,
    max_running: 2,
    max_starts_per_minute: 30,
  })
  const untouched = page.data.find((a) => a.type === 'lead_qualification')
  expect(untouched).toMatchObject({ enabled: true, max_running: null })
  const others = await app.globex.as('manager').agents.list()
  expect(others.all_limits.max_running).toBeNull()

  await agents.setLimits('lead_import', { max_running: null })
  const { data } = await app.acme.as('administrator').audit.list({ action: 'agent.limited' })
  expect(data.map((entry) => entry.details)).toContainEqual({ max_running: 2 })
  await app.close()
})

it.each([{}, { max_running: 0 }, { max_running: 1.5 }, { max_starts_per_minute: -1 }])(
  'refuses %j',
  async (limits) => {
    const app = await testApp({ working: false })
    await expect(
      app.acme.as('manager').agents.setLimits('lead_import', limits),
    ).rejects.toMatchObject({
      status: 422,
    })
    await app.close()
  },
)
