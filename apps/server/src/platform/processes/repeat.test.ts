import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type RepeatOptions, repeat } from './repeat.ts'

function repeated(
  look: (signal: AbortSignal) => Promise<unknown>,
  options: Partial<RepeatOptions> = {},
) {
  const duty = repeat(look, { everyMs: 3_600_000, onError: () => undefined, ...options })
  onTestFinished(() => duty.stop())
  return duty
}

test('a look that takes longer than its turn is not begun a second time', async () => {
  let atOnce = 0
  let most = 0
  let looks = 0
  const duty = repeated(
    async () => {
      atOnce += 1
      most = Math.max(most, atOnce)
      await sleep(20)
      atOnce -= 1
      looks += 1
    },
    { everyMs: 2 },
  )
  duty.start()
  await vi.waitFor(() => expect(looks).toBeGreaterThan(2))
  expect(most).toBe(1)
})

test('a wake while a look is being taken leads to one more', async () => {
  let looks = 0
  const first = Promise.withResolvers<void>()
  const duty = repeated(async () => {
    looks += 1
    if (looks === 1) await first.promise
  })
  duty.start()
  duty.wake()
  duty.wake()
  expect(looks).toBe(1)
  first.resolve()
  await vi.waitFor(() => expect(looks).toBe(2))
  await duty.stop()
  expect(looks).toBe(2)
})

test('a look that says there is more is taken again at once', async () => {
  let left = 3
  const duty = repeated(async () => {
    left -= 1
    return left > 0
  })
  duty.start()
  await vi.waitFor(() => expect(left).toBe(0))
})

test('a failed look is told and the next is taken', async () => {
  const told: unknown[] = []
  let looks = 0
  const duty = repeated(
    async () => {
      looks += 1
      if (looks === 1) throw new Error('away')
    },
    { everyMs: 5, onError: (error) => told.push(error) },
  )
  duty.start()
  await vi.waitFor(() => expect(looks).toBeGreaterThan(1))
  expect(told).toEqual([new Error('away')])
})

test('stop ends the look that is being taken, tells nothing of it, and begins no other until it is started again', async () => {
  const told: unknown[] = []
  let looks = 0
  const duty = repeated(
    async (signal) => {
      looks += 1
      await sleep(60_000, undefined, { signal })
    },
    { onError: (error) => told.push(error) },
  )
  duty.start()
  duty.wake()
  await duty.stop()
  duty.wake()
  expect(looks).toBe(1)
  expect(told).toEqual([])
  duty.start()
  expect(looks).toBe(2)
})
