/** What every way of telling other processes keeps to. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PubSub } from './pub-sub.ts'

export interface PubSubHarness {
  /** Another process's end. */
  join(): PubSub
  stop(): Promise<void>
}

/** Long enough for a message that must not come to have come. Milliseconds. */
const NOTHING_MS = 150

export function describePubSub(name: string, start: () => Promise<PubSubHarness>): void {
  describe(`telling other processes, ${name}`, () => {
    let harness: PubSubHarness
    let ends: PubSub[]
    beforeAll(async () => {
      harness = await start()
    })
    afterAll(() => harness.stop())

    /** Three processes that listen, and what each has heard. A subscription may take a moment: they knock until all hear. */
    async function three(channel: 'events' | 'cancel' = 'events') {
      ends = [harness.join(), harness.join(), harness.join()]
      const heard: string[][] = ends.map(() => [])
      const offs = ends.map((end, i) => end.subscribe(channel, (m) => heard[i]?.push(m)))
      await expect
        .poll(() => {
          for (const end of ends) end.publish(channel, 'knock')
          return heard.every((h) => h.includes('knock'))
        })
        .toBe(true)
      await sleep(NOTHING_MS)
      for (const h of heard) h.length = 0
      const close = () => Promise.all(ends.map((end) => end.close()))
      return { ends, heard, offs, close }
    }

    it('reaches every other one, in the order of telling, and not the teller [events.between-processes]', async () => {
      const { ends, heard, close } = await three()
      const said = Array.from({ length: 50 }, (_, i) => `message ${i} with spaces, and “signs”`)
      for (const message of said) ends[0]?.publish('events', message)
      await expect.poll(() => heard).toEqual([[], said, said])
      await close()
    })

    it('keeps channels apart [events.between-processes]', async () => {
      const { ends, heard, close } = await three('cancel')
      ends[0]?.publish('events', 'not for you')
      ends[0]?.publish('cancel', '')
      await expect.poll(() => heard).toEqual([[], [''], ['']])
      await close()
    })

    it('tells nothing to whoever has left [events.between-processes]', async () => {
      const { ends, heard, offs, close } = await three()
      offs[1]?.()
      await ends[2]?.close()
      await sleep(NOTHING_MS)
      ends[0]?.publish('events', 'hello')
      await sleep(NOTHING_MS)
      expect(heard).toEqual([[], [], []])
      await close()
    })
  })
}
