/** ERPNext away, slow, overloaded, or not as it should be: nothing is lost, all is caught up, once, and people are told what to do. */
import { explainFailure, FrappeFailure } from '@insa/mcp-servers/erpnext'
import { startErpnextDouble } from '@insa/mcp-servers/erpnext-double'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ErpnextSite, erpnextSite, setUpDouble } from '../../testing/erpnext-site.ts'
import { sampleLead } from '../../testing/sample-leads.ts'
import { testApp } from '../../testing/test-app.ts'
import { problemOf, retryAt } from './sync-problem.ts'

let site: ErpnextSite
beforeEach(async () => {
  site = await erpnextSite()
  await site.exchange()
})
afterEach(() => site.close())

const status = () => site.app.acme.as('manager').erpnext.sync()
const ours = async () => (await site.app.acme.as('viewer').leads.list({ limit: 200 })).data

describe('ERPNext away for an hour [erpnext.sync.away]', () => {
  it('nothing is lost, and all is caught up, once, in both directions', async () => {
    const sales = site.app.acme.as('sales')
    const known = await sales.leads.create(sampleLead({ email_id: 'known@plant.example' }))
    await site.exchange()
    const name = String((await sales.leads.get(known.id)).erpnext_name)
    site.double.site.mode = 'maintenance'
    for (let minute = 0; minute < 60; minute++) {
      if (minute % 10 === 0) {
        await sales.leads.create(
          sampleLead({ company_name: `Ours ${minute}`, email_id: `a${minute}@plant.example` }),
        )
        // Somebody works in ERPNext behind its maintenance page; no webhook comes through.
        site.inErpnext.make({ company_name: `Theirs ${minute}` })
      }
      if (minute === 30) {
        const { etag } = await sales.leads.get(known.id)
        await sales.leads.update(known.id, etag, { city: 'Saltillo' })
        site.inErpnext.change(name, { job_title: 'Director' })
      }
      site.pass(60_000)
      await site.exchange()
    }
    const away = await status()
    expect(away).toMatchObject({
      state: 'away',
      problem: { code: 'unavailable' },
      out: { waiting: 7 },
    })
    expect(away.lag_seconds).toBeGreaterThanOrEqual(3_600)
    expect(away.problem?.todo).toBeTruthy()
    // It is asked now and then, not hammered: at most every five minutes in the end, with one repetition each.
    const during = site.double.requests.filter((r) => r.status === 503).length
    expect(during).toBeGreaterThan(5)
    expect(during).toBeLessThan(60)

    site.double.site.mode = 'open'
    site.pass(5 * 60_000)
    await site.exchange()
    expect(await status()).toMatchObject({
      ...{ state: 'running', problem: null, away_since: null, lag_seconds: 0 },
      out: { waiting: 0, failed: 0 },
    })
    const there = site.inErpnext.leads()
    const titles = there.map((l) => String(l.company_name)).sort()
    const expected = [0, 10, 20, 30, 40, 50].flatMap((m) => [`Ours ${m}`, `Theirs ${m}`])
    expect(titles).toEqual([...expected, 'Aceros del Norte'].sort())
    expect((await ours()).map((l) => l.company_name).sort()).toEqual(titles)
    expect(site.inErpnext.lead(name)).toMatchObject({ city: 'Saltillo', job_title: 'Director' })
    expect(await sales.leads.get(known.id)).toMatchObject({
      city: 'Saltillo',
      job_title: 'Director',
    })
    // Nothing is done again afterwards.
    const before = site.double.requests.filter((r) => r.method === 'PUT').length
    site.pass(3_601_000)
    await site.exchange()
    expect(site.double.requests.filter((r) => r.method === 'PUT')).toHaveLength(before)
    expect(site.inErpnext.leads()).toHaveLength(13)
  })

  it.each(['429', '503', 'html', 'drop', '502', 'cut'] as const)(
    'a site that answers with %s at random is worked with to the end, and each lead is there once',
    async (fault) => {
      for (let i = 0; i < 8; i++) {
        await site.app.acme
          .as('sales')
          .leads.create(sampleLead({ company_name: `Ours ${i}`, email_id: `a${i}@plant.example` }))
        site.inErpnext.make({ company_name: `Theirs ${i}` })
      }
      site.double.faults.plan = { slow: 0, skew: 0, chance: { [fault]: 0.15 } }
      for (let i = 0; i < 200; i++) {
        site.pass(300_000)
        await site.exchange()
        const { out, leads } = await status()
        if (out.waiting + out.failed === 0 && leads.linked === 16) break
      }
      site.double.faults.plan = { slow: 0, skew: 0, chance: {} }
      expect(site.inErpnext.leads()).toHaveLength(16)
      expect(await ours()).toHaveLength(16)
    },
  )

  it('a lost answer to a write is looked for before it is written again', async () => {
    for (let i = 0; i < 6; i++)
      await site.app.acme
        .as('sales')
        .leads.create(sampleLead({ company_name: `Ours ${i}`, email_id: `a${i}@plant.example` }))
    site.double.faults.plan = { slow: 0, skew: 0, chance: { lose: 0.25 } }
    for (let i = 0; i < 200; i++) {
      site.pass(300_000)
      await site.exchange()
      if ((await status()).leads.linked === 6) break
    }
    site.double.faults.plan = { slow: 0, skew: 0, chance: {} }
    site.pass(300_000)
    await site.exchange()
    expect(site.inErpnext.leads()).toHaveLength(6)
    expect((await status()).out).toMatchObject({ waiting: 0, failed: 0 })
  })
})

describe('two processes on one organization', () => {
  it('take turns: the one that holds the claim works, the other waits until it is let go or runs out', async () => {
    await site.app.database.tenant(site.app.acme.id, ({ db }) =>
      db
        .updateTable('erpnext_sync')
        .set({ claimed_by: 'another', lease_until: new Date(site.now().getTime() + 60_000) })
        .execute(),
    )
    const before = site.double.requests.length
    site.pass(31_000)
    await site.exchange()
    expect(site.double.requests).toHaveLength(before)
    site.pass(31_000)
    await site.exchange()
    expect(site.double.requests.length).toBeGreaterThan(before)
  })
})

describe('a site that cannot be worked with [erpnext.sync.words]', () => {
  const saidOf = async (erpnext: { url: string; apiKey?: string; apiSecret?: string }) => {
    const { key, secret } = site.double.keys.runtime
    const runtime = { apiKey: erpnext.apiKey ?? key, apiSecret: erpnext.apiSecret ?? secret }
    const app = await testApp({
      working: false,
      config: { erpnext: { url: erpnext.url, runtime, setup: null, webhookSecret: null } },
    })
    await app.program.syncErpnext()
    await app.acme.as('sales').leads.create(sampleLead())
    await app.program.syncErpnext()
    const said = await app.acme.as('manager').erpnext.sync()
    await app.close()
    return said
  }

  it('wrong credentials, a key that may nothing, a wrong address: what is wrong and what to do', async () => {
    const before = site.double.requests.filter((r) => r.method !== 'GET').length
    const wrong = await saidOf({ url: site.double.url, apiSecret: 'wrong' })
    expect(wrong).toMatchObject({ state: 'away', problem: { code: 'unauthorized' } })
    expect(wrong.problem?.todo).toContain('API Access')
    const { key: apiKey, secret: apiSecret } = site.double.keys.nobody
    const poor = await saidOf({ url: site.double.url, apiKey, apiSecret })
    expect(poor.problem).toMatchObject({ code: 'forbidden', todo: expect.stringContaining('role') })
    const nowhere = await saidOf({ url: 'http://127.0.0.1:9' })
    expect(nowhere.problem).toMatchObject({
      code: 'unreachable',
      todo: expect.stringContaining('ERPNEXT_URL'),
    })
    expect(site.double.requests.filter((r) => r.method !== 'GET')).toHaveLength(before)
    expect(JSON.stringify([wrong, poor])).not.toMatch(/wrong"|nobody-secret/)
  })

  it('an expired certificate says so', () => {
    const failure = new FrappeFailure('The certificate of erp.example has expired.', {
      kind: 'certificate',
    })
    const problem = problemOf(failure, site.now())
    expect(problem).toMatchObject({ code: 'certificate', todo: expect.stringContaining('renewed') })
    expect(`${problem.message}\n${problem.todo}`).toBe(explainFailure(failure))
  })

  it('without the wizard’s lists a lead goes without what they would hold', async () => {
    const bare = await startErpnextDouble({ masters: 'bare', leads: 0 })
    await setUpDouble(bare)
    const said = await saidOf({ url: bare.url })
    expect(said).toMatchObject({ state: 'running', problem: null, out: { waiting: 0, failed: 0 } })
    const [lead] = bare.site.db.rows('Lead')
    expect(lead).toMatchObject({ company_name: 'Aceros del Norte' })
    expect(lead?.country ?? null).toBeNull()
    await bare.stop()
  })

  it('is tried again at growing intervals, and not before it says so', () => {
    const now = new Date()
    const wait = (failures: number, retryAfterSeconds: number | null = null) =>
      retryAt(
        new FrappeFailure('x', { kind: 'unavailable', retryAfterSeconds }),
        { failures, firstMs: 5_000 },
        now,
      ).getTime() - now.getTime()
    expect([0, 1, 2, 20].map((n) => wait(n))).toEqual([5_000, 10_000, 20_000, 300_000])
    expect(wait(0, 900)).toBe(900_000)
  })
})
