/** What a store of answers keeps to, wherever it is. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAnswerCache } from './answer-cache.ts'
import type { CacheStore } from './cache-store.ts'

export interface CacheStoreHarness {
  /** One process's; where it is shared, another end of the same. */
  end(): CacheStore
  stop(): Promise<void>
}

/** A machine full of tests may be slow; no answer is a wrong one. Milliseconds. */
const BUSY_MS = 30_000

export function describeCacheStore(name: string, start: () => Promise<CacheStoreHarness>): void {
  describe(`answers kept ${name}`, () => {
    let harness: CacheStoreHarness
    let made = 0
    beforeAll(async () => {
      harness = await start()
    })
    afterAll(() => harness.stop())
    const fresh = (what: string) => `${what} ${made++}`

    it('are there until their time is over [cache.contract]', async () => {
      const store = harness.end()
      const key = fresh('key')
      expect((await store.look([], key)).kept).toBeNull()
      await store.keep(key, 'the answer', 60_000)
      expect((await harness.end().look([], key)).kept).toBe('the answer')
      await store.keep(key, 'a short one', 20)
      const kept = async () => (await store.look([], key)).kept
      await expect.poll(kept, { interval: 10 }).toBeNull()
    })

    it('have marks that stand until they are renewed, each its own [cache.contract]', async () => {
      const names = [fresh('name'), fresh('name')]
      const marks = async () => (await harness.end().look(names, 'no key')).marks
      const [first, second] = await marks()
      expect(await marks()).toEqual([first, second])
      await harness.end().renew(names.slice(0, 1))
      const [renewed, untouched] = await marks()
      expect(untouched).toBe(second)
      expect(new Set([first, second, renewed]).size).toBe(3)
    })

    const cache = () => createAnswerCache({ store: harness.end(), timeoutMs: BUSY_MS })
    const about = (organizationId: string) =>
      ({ organizationId, key: 'overview', topics: ['leads'] }) as const

    it('answer without the database, for the same tenant and question alone [cache.contract]', async () => {
      const [acme, globex] = [fresh('acme'), fresh('globex')]
      const ends = [cache(), cache()]
      // An end that has just begun makes all that was kept before not count.
      for (const end of ends) await end.read(about(globex), async () => ({ leads: 0 }))
      const [one, other] = ends as [ReturnType<typeof cache>, ReturnType<typeof cache>]
      const read = (end: typeof one, leads: number, of = about(acme)) =>
        end.read(of, async () => ({ leads }))
      expect(await read(one, 1)).toEqual({ answer: { leads: 1 }, outcome: 'miss' })
      const again = async () => (await read(other, 2)).outcome
      await expect.poll(again, { interval: 10 }).toBe('hit')
      expect(await read(one, 3)).toEqual(await read(other, 4))
      expect((await one.read({ ...about(acme), key: 'else' }, async () => 5)).answer).toBe(5)
    })

    it('are forgotten everywhere once the change has been told, and no others [cache.contract]', async () => {
      const [acme, globex] = [fresh('acme'), fresh('globex')]
      const [one, other] = [cache(), cache()]
      let leads = 1
      const read = (end: typeof one, organization: string) =>
        end.read(about(organization), async () => ({ leads }))
      for (const end of [one, other, one, other])
        for (const whose of [acme, globex]) await read(end, whose)
      leads = 2
      await other.forget(acme, ['executions'])
      expect((await read(one, acme)).answer).toEqual({ leads: 1 })
      await other.forget(acme, ['leads'])
      for (const end of [one, other]) {
        expect((await read(end, acme)).answer).toEqual({ leads: 2 })
        expect((await read(end, globex)).answer).toEqual({ leads: 1 })
      }
    })

    it('from before a change are not kept after it, however late they come [cache.race]', async () => {
      const acme = fresh('acme')
      const cached = cache()
      const { promise: written, resolve: write } = Promise.withResolvers<void>()
      const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
      const early = cached.read(about(acme), async () => {
        begin()
        await written
        return 'from before'
      })
      await begun
      await cached.forget(acme, ['leads'])
      // Whoever asks after the change waits for nobody who asked before it.
      expect((await cached.read(about(acme), async () => 'from after')).answer).toBe('from after')
      write()
      expect((await early).answer).toBe('from before')
      for (let i = 0; i < 5; i += 1)
        expect((await cached.read(about(acme), async () => 'from after')).answer).toBe('from after')
    })

    it('that many ask for at once are worked out once, and an error is nobody’s answer [cache.contract]', async () => {
      const acme = fresh('acme')
      const cached = cache()
      let worked = 0
      const ask = (fail: boolean) =>
        cached.read(about(acme), async () => {
          worked += 1
          if (fail) throw new Error('The database is away.')
          return worked
        })
      await expect(Promise.all([ask(true), ask(true)])).rejects.toThrow('away')
      worked = 0
      const answers = await Promise.all(Array.from({ length: 20 }, () => ask(false)))
      expect(answers.map((a) => a.answer)).toEqual(Array(20).fill(1))
    })
  })
}
