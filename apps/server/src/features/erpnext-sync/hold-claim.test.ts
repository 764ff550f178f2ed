/** A go at the exchange that takes longer than its claim holds: two processes never work at once. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type ErpnextSite, erpnextSite } from '../../testing/erpnext-site.ts'

let site: ErpnextSite
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  site = await erpnextSite()
  await site.exchange()
})
afterEach(async () => {
  vi.useRealTimers()
  await site.close()
})

const claim = () =>
  site.app.database.tenant(site.app.acme.id, ({ db }) =>
    db.selectFrom('erpnext_sync').select(['claimed_by', 'lease_until']).executeTakeFirstOrThrow(),
  )

/** The first request of a go hangs until it is let go. */
async function hang() {
  const letGo = Promise.withResolvers<undefined>()
  const asked = Promise.withResolvers<void>()
  site.double.faults.of = () => {
    asked.resolve()
    return letGo.promise
  }
  site.pass(31_000)
  const go = site.exchange()
  await asked.promise
  return { go, letGo: () => letGo.resolve(undefined) }
}

describe('a phase that takes long', () => {
  it('keeps the claim, so that no other process begins', async () => {
    const { go, letGo } = await hang()
    const before = await claim()
    site.pass(100_000)
    vi.advanceTimersByTime(30_000)
    await expect
      .poll(async () => (await claim()).lease_until?.getTime(), { timeout: 20_000 })
      .toBe((before.lease_until?.getTime() ?? 0) + 100_000)
    letGo()
    await go
    expect(await claim()).toEqual({ claimed_by: null, lease_until: null })
  })

  it('ends where another process has taken the exchange over, and leaves the claim to it', async () => {
    const { go, letGo } = await hang()
    const lease_until = new Date(site.now().getTime() + 120_000)
    await site.app.database.tenant(site.app.acme.id, ({ db }) =>
      db.updateTable('erpnext_sync').set({ claimed_by: 'another', lease_until }).execute(),
    )
    const before = site.double.requests.length
    vi.advanceTimersByTime(30_000)
    // While the request still hangs.
    await expect(go).rejects.toThrow('taken the exchange with ERPNext over')
    letGo()
    expect(await claim()).toEqual({ claimed_by: 'another', lease_until })
    expect(site.double.requests.length - before).toBeLessThanOrEqual(1)
  })

  it('holds no claim while a site that is away is left alone', async () => {
    site.double.site.mode = 'maintenance'
    site.pass(31_000)
    await site.exchange()
    await site.exchange()
    expect(await claim()).toEqual({ claimed_by: null, lease_until: null })
  })
})
