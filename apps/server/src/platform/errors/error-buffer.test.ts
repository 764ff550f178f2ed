import { expect, it } from 'vitest'
import { createErrorBuffer, TENTH_MS } from './error-buffer.ts'

const report = (name: string) => ({
  error: Object.assign(new Error('x'), { name, stack: '' }),
  origin: 'background' as const,
  what: 'It failed',
})

it('counts what is the same, and gives it out once', () => {
  const errors = createErrorBuffer()
  for (let i = 0; i < 1_000; i += 1) errors.note(report('A'))
  errors.note(report('B'))
  const { held, lost } = errors.take()
  expect(held.map((h) => [...h.counts.values()])).toEqual([[1_000], [1]])
  expect(lost).toBe(0)
  expect(errors.take().held).toEqual([])
})

it('keeps what could not be written, added to what came meanwhile, each in its time [errors.database-away]', () => {
  let now = 0
  const errors = createErrorBuffer(() => now)
  errors.note(report('A'))
  const { held } = errors.take()
  now = 10 * TENTH_MS
  errors.note(report('A'))
  errors.giveBack(held, 3)
  const again = errors.take()
  expect(again.held).toHaveLength(1)
  expect(Object.fromEntries(again.held[0]?.counts ?? [])).toEqual({ 0: 1, 10: 1 })
  expect(again.held[0]).toMatchObject({ firstAt: 0, lastAt: now })
  expect(again.lost).toBe(3)
})

it('is bounded, and counts what found no place [errors.bounded]', () => {
  const errors = createErrorBuffer()
  for (let i = 0; i < 500; i += 1) errors.note(report(`E${i}`))
  const { held, lost } = errors.take()
  expect([held.length, lost]).toEqual([200, 300])
})

it('of a month without a database stays small', () => {
  let now = 0
  const errors = createErrorBuffer(() => now)
  for (; now < 30 * 240 * TENTH_MS; now += TENTH_MS) errors.note(report('A'))
  const [only] = errors.take().held
  expect(only?.counts.size).toBe(240)
  expect([...(only?.counts.values() ?? [])].reduce((sum, n) => sum + n)).toBe(7_200)
})
