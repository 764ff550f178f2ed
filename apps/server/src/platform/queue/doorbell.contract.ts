/** What every doorbell keeps to, in one process or between many. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Doorbell } from './doorbell.ts'

export interface DoorbellHarness {
  /** An end of the same doorbell: for one process alone always the same, else another process's. */
  end(): Doorbell
  stop(): Promise<void>
}

/** Long enough for a ring that must not come to have come. Milliseconds. */
const NOTHING_MS = 200

export function describeDoorbell(name: string, start: () => Promise<DoorbellHarness>): void {
  describe(`the doorbell ${name}`, () => {
    let harness: DoorbellHarness
    let types = 0
    /** A type of the test's own. */
    const newType = () => `agent_${types++}`
    beforeAll(async () => {
      harness = await start()
    })
    afterAll(() => harness.stop())

    it('wakes who listens for the type, and nobody else [queue.contract]', async () => {
      const [wanted, other] = [newType(), newType()]
      let heard = 0
      let wrong = 0
      const off = harness.end().onRing([wanted], async () => void heard++)
      const offOther = harness.end().onRing([other], async () => void wrong++)
      harness.end().ring(wanted)
      await expect.poll(() => heard).toBe(1)
      await sleep(NOTHING_MS)
      expect({ heard, wrong }).toEqual({ heard: 1, wrong: 0 })
      await Promise.all([off(), offOther()])
    })

    it('gives one listener several types [queue.contract]', async () => {
      const [one, two] = [newType(), newType()]
      let heard = 0
      const off = harness.end().onRing([one, two], async () => void heard++)
      harness.end().ring(one)
      await expect.poll(() => heard).toBe(1)
      harness.end().ring(two)
      await expect.poll(() => heard).toBe(2)
      await off()
    })

    it('keeps a ring that comes during an answer until that has ended [queue.contract]', async () => {
      const type = newType()
      let answers = 0
      let busy = 0
      let most = 0
      const first = Promise.withResolvers<void>()
      const off = harness.end().onRing([type], async () => {
        answers += 1
        busy += 1
        most = Math.max(most, busy)
        if (answers === 1) await first.promise
        busy -= 1
      })
      harness.end().ring(type)
      await expect.poll(() => answers).toBe(1)
      harness.end().ring(type)
      await sleep(NOTHING_MS)
      expect(answers).toBe(1)
      first.resolve()
      await expect.poll(() => answers).toBe(2)
      expect(most).toBe(1)
      await off()
    })

    it('rings again after an answer that failed [queue.contract]', async () => {
      const type = newType()
      let answers = 0
      const off = harness.end().onRing([type], async () => {
        answers += 1
        if (answers === 1) throw new Error('The database does not answer.')
      })
      harness.end().ring(type)
      await expect.poll(() => answers).toBe(1)
      harness.end().ring(type)
      await expect.poll(() => answers).toBe(2)
      await off()
    })

    it('waits for the last answer when a listener goes, and gives it nothing more [queue.contract]', async () => {
      const type = newType()
      let answers = 0
      let ended = false
      const release = Promise.withResolvers<void>()
      const off = harness.end().onRing([type], async () => {
        answers += 1
        await release.promise
        ended = true
      })
      harness.end().ring(type)
      await expect.poll(() => answers).toBe(1)
      const gone = off()
      release.resolve()
      await gone
      expect(ended).toBe(true)
      harness.end().ring(type)
      await sleep(NOTHING_MS)
      expect(answers).toBe(1)
    })
  })
}
