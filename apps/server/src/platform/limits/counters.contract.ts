/** What counters keep to, wherever they count. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Counters } from './counters.ts'

export interface CountersHarness {
  /** One process's; where they are shared, another end of the same. */
  end(): Counters
  stop(): Promise<void>
}

export function describeCounters(name: string, start: () => Promise<CountersHarness>): void {
  describe(`counters ${name}`, () => {
    let harness: CountersHarness
    let keys = 0
    beforeAll(async () => {
      harness = await start()
    })
    afterAll(() => harness.stop())

    const limit = (max: number, windowMs = 60_000) => ({ key: `key ${keys++}`, max, windowMs })
    const countedOf = async (counters: Counters, limits: Parameters<Counters['take']>[0]) =>
      (await counters.take(limits)).counted

    it('count up to the most, then refuse and say for how long [limits.contract]', async () => {
      const counters = harness.end()
      const two = limit(2)
      expect(await counters.take([two])).toMatchObject({ counted: true, count: 1 })
      expect(await counters.take([two])).toMatchObject({ counted: true, count: 2 })
      const refused = await counters.take([two])
      expect(refused).toMatchObject({ counted: false, count: 2 })
      expect(refused.endsInMs).toBeGreaterThan(50_000)
      expect(refused.endsInMs).toBeLessThanOrEqual(60_000)
      expect(await countedOf(counters, [limit(2)])).toBe(true)
    })

    it('count under no key when one is full [limits.contract]', async () => {
      const counters = harness.end()
      const [full, other] = [limit(1), limit(1)]
      await counters.take([full])
      for (let i = 0; i < 3; i += 1) expect(await countedOf(counters, [other, full])).toBe(false)
      expect(await countedOf(counters, [other])).toBe(true)
    })

    it('begin anew when the window has ended [limits.contract]', async () => {
      const counters = harness.end()
      const short = limit(1, 30)
      expect(await countedOf(counters, [short])).toBe(true)
      await expect.poll(() => countedOf(counters, [short]), { interval: 10 }).toBe(true)
    })

    it('take a count back, and never below none [limits.contract]', async () => {
      const counters = harness.end()
      const one = limit(1)
      for (let i = 0; i < 5; i += 1) {
        expect(await countedOf(counters, [one])).toBe(true)
        await counters.giveBack([one])
        await counters.giveBack([one])
      }
      await counters.take([one])
      expect(await countedOf(counters, [one])).toBe(false)
    })

    it('count at most the most of many at once [limits.contract]', async () => {
      const counters = harness.end()
      const ten = limit(10)
      const taken = await Promise.all(Array.from({ length: 50 }, () => countedOf(counters, [ten])))
      expect(taken.filter(Boolean)).toHaveLength(10)
    })
  })
}
