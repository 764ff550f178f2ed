/** Programs on one PostgreSQL, with one cache: whoever changes something sees it at once, wherever they ask. */
import { createClient, Overview } from '@insa/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshRedisUrl } from './testing/fresh-redis.ts'
import { sampleLead } from './testing/sample-leads.ts'
import { type StartedProgram, startProgram, type TestApp, testApp } from './testing/test-app.ts'

let app: TestApp
let other: StartedProgram
/** Without Redis, and so without a cache. */
let plain: StartedProgram
beforeAll(async () => {
  const config = { redisUrl: await freshRedisUrl() }
  app = await testApp({ database: 'postgres', config })
  const database = { ...app.database, close: async () => undefined }
  other = await startProgram(database, { config, working: false })
  plain = await startProgram(database, { working: false })
})
afterAll(async () => {
  await Promise.all([other.close(), plain.close()])
  await app.close()
})

const askAt = async (url: string, days = 30) => {
  const answer = await fetch(`${url}/api/v1/overview?days=${days}`, {
    headers: { authorization: `Bearer ${app.acme.keys.viewer}` },
  })
  return {
    status: answer.headers.get('cache-status'),
    figures: Overview.parse(await answer.json()),
  }
}

const trueFigures = async () => (await askAt(plain.url)).figures

/** As a person whose requests go to this program or that. */
const salesAt = (url: string) => createClient({ baseUrl: url, apiKey: app.acme.keys.sales })

describe('the overview', () => {
  it('is answered from the cache, and says so [cache.answers]', async () => {
    // A program that has just started makes all that was kept before not count.
    for (const url of [app.url, other.url]) await askAt(url)
    for (const url of [app.url, other.url])
      await expect.poll(async () => (await askAt(url)).status).toBe('insa; hit')
    expect((await askAt(other.url, 7)).status).toBe('insa; fwd=miss; stored')
    expect((await askAt(plain.url)).status).toBe('insa; fwd=bypass')
    const metrics = await fetch(`${app.url}/metrics`).then((answer) => answer.text())
    expect(metrics).toMatch(/insa_cache_hits_total\{cache="overview"\} [1-9]/)
    expect(metrics).toMatch(/insa_cache_misses_total\{cache="overview"\} [1-9]/)
  })

  it('is never older than one’s own last change, at whichever program it was made [cache.own-writes]', async () => {
    const ends = [app.url, other.url]
    const settled = { leads: 0 }
    for (let round = 0; round < 4; round += 1) {
      const [here, there] = round % 2 === 0 ? ends : ends.toReversed()
      const sales = salesAt(here ?? '')
      const lead = await sales.leads.create(sampleLead())
      settled.leads += 1
      expect((await askAt(there ?? '')).figures.leads_total).toBe(settled.leads)
      await sales.leads.qualify(lead.id, { wait: 30 })
      await sales.leads.override(lead.id, { priority: 'LOW', reason: 'Met them.' })
      for (const url of ends) expect((await askAt(url)).figures).toEqual(await trueFigures())
    }
  })

  it('of one tenant is nothing to another’s changes [cache.answers]', async () => {
    await askAt(app.url)
    await expect.poll(async () => (await askAt(app.url)).status).toBe('insa; hit')
    await app.globex.as('sales').leads.create(sampleLead())
    expect((await askAt(app.url)).figures).toEqual(await trueFigures())
    const of = await app.globex.as('viewer').overview({ days: 30 })
    expect(of.leads_total).toBe(1)
  })
})
