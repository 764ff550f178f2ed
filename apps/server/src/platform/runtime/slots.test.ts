/** How many a worker claims, runs and gives back. */
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { ClaimedExecution } from './claims.store.ts'
import { createSlots } from './slots.ts'

/** A queue of so many, each of which takes so long. Milliseconds. */
function worker({ size, queued, tookMs }: { size: number; queued: number; tookMs: number[] }) {
  const left = Array.from({ length: queued }, (_, i) => ({ id: `${i}` }) as ClaimedExecution)
  const seen = { claims: 0, ran: [] as string[], atOnce: 0, back: [] as string[] }
  const errors: unknown[] = []
  let running = 0
  const slots = createSlots({
    size,
    async claim(most) {
      seen.claims += 1
      return left.splice(0, most)
    },
    async run({ id }, signal) {
      running += 1
      seen.atOnce = Math.max(seen.atOnce, running)
      await sleep(tookMs.shift() ?? 0)
      running -= 1
      seen.ran.push(signal.aborted ? `${id} ${signal.reason}` : id)
    },
    async giveBack(executions) {
      seen.back.push(...executions.map((e) => e.id))
    },
    onError: (error) => errors.push(error),
  })
  return { slots, seen, left, errors }
}

describe('a worker’s places', () => {
  it('run all that is due, never more at once than there are, and claim several at a time while runs are quick', async () => {
    const { slots, seen, errors } = worker({ size: 5, queued: 400, tookMs: [] })
    void slots.fill()
    await expect.poll(() => seen.ran.length, { interval: 5 }).toBe(400)
    expect(seen.atOnce).toBe(5)
    expect(seen.claims).toBeLessThan(400 / 4)
    expect([new Set(seen.ran).size, seen.back, errors]).toEqual([400, [], []])
  })

  it('claim nothing ahead while runs take long: another worker may have a place', async () => {
    const { slots, seen, left } = worker({ size: 2, queued: 10, tookMs: Array(10).fill(400) })
    void slots.fill()
    await expect.poll(() => seen.ran.length, { interval: 5 }).toBeGreaterThanOrEqual(2)
    expect(seen.ran.length + slots.held().size + left.length).toBe(10)
    expect(slots.held().size).toBeLessThanOrEqual(2)
    await slots.close()
    await slots.ended()
  })

  it('give back what was claimed ahead and finds no place within a second', async () => {
    // Quick ones at first, then two that hold both places.
    const { slots, seen } = worker({ size: 2, queued: 12, tookMs: [1, 1, 1, 1, 2_500, 2_500] })
    void slots.fill()
    await expect.poll(() => seen.back.length, { interval: 20, timeout: 5_000 }).toBeGreaterThan(0)
    expect(seen.back).not.toContain('4')
    expect(slots.held().size).toBe(2)
    await slots.close()
    await slots.ended()
    expect(new Set([...seen.ran, ...seen.back]).size).toBe(seen.ran.length + seen.back.length)
  })

  it('give back at the end what has not begun, and tell what runs when it is cancelled', async () => {
    const { slots, seen } = worker({ size: 1, queued: 9, tookMs: [1, 1, 200] })
    void slots.fill()
    await expect.poll(() => seen.ran.length, { interval: 1 }).toBe(2)
    await expect.poll(() => slots.held().size, { interval: 1 }).toBeGreaterThan(1)
    slots.abort('2', 'cancelled')
    await slots.close()
    await slots.ended()
    expect(seen.ran).toEqual(['0', '1', '2 cancelled'])
    expect(seen.back).toEqual(expect.arrayContaining(['3', '4']))
  })
})
