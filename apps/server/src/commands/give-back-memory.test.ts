import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { giveBackMemoryWhenQuiet, thisProcess } from './give-back-memory.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
afterEach(() => void vi.useRealTimers())

/** @param busy what the machine answers, one after the other; the last for good. */
function machine(...busy: number[]) {
  let collections = 0
  return {
    busy: () => (busy.length > 1 ? busy.shift() : busy[0]) ?? 0,
    collect: () => {
      collections += 1
    },
    collections: () => collections,
  }
}

it('waits for a quiet moment and collects once', () => {
  const site = machine(0, 0.9, 0.4, 0.01)
  giveBackMemoryWhenQuiet(site)
  vi.advanceTimersByTime(4_000)
  expect(site.collections()).toBe(0)
  vi.advanceTimersByTime(60_000)
  expect(site.collections()).toBe(1)
})

it('does nothing after it was told to stop', () => {
  const site = machine(0)
  giveBackMemoryWhenQuiet(site)()
  vi.advanceTimersByTime(60_000)
  expect(site.collections()).toBe(0)
})

it('collects this process, whose collector stays hidden from everything else', async () => {
  vi.useRealTimers()
  let collected = false
  const registry = new FinalizationRegistry(() => {
    collected = true
  })
  registry.register({ big: new Array(1_000) }, 'garbage')
  const real = thisProcess()
  expect(real.busy()).toBeGreaterThanOrEqual(0)
  expect(real.busy()).toBeLessThanOrEqual(1)
  // How busy a process is in which other tests have run is not ours to say.
  giveBackMemoryWhenQuiet({ ...real, busy: () => 0 })
  await vi.waitUntil(() => collected, { timeout: 60_000, interval: 1_000 })
  expect('gc' in globalThis).toBe(false)
})
