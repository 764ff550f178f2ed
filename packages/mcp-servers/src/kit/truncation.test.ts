import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitAnswer, type Truncation } from './truncation.ts'

const size = (value: unknown) => JSON.stringify(value).length
const shorten = (answer: Record<string, unknown>, max: number) => {
  const fitted = fitAnswer(answer, max)
  if (!fitted) throw new Error('It was given up.')
  return fitted
}
const cutOf = (answer: Record<string, unknown>) => (answer.truncated as Truncation).cut

describe('an answer that is too long', () => {
  it('stays as it is while it fits', () => {
    const answer = { a: 'x'.repeat(900) }
    expect(fitAnswer(answer, 1_000)).toBe(answer)
  })

  it('loses the end of its longest text first, never half a character', () => {
    const fitted = shorten({ lead: { message: '🔧'.repeat(5_000), name: 'Ana' } }, 4_000)
    const { message, name } = fitted.lead as { message: string; name: string }
    expect(name).toBe('Ana')
    expect(message.isWellFormed()).toBe(true)
    expect(message).toMatch(/… \[cut\]$/)
    expect(cutOf(fitted)).toEqual([
      { path: 'lead.message', unit: 'characters', shown: expect.any(Number), of: 10_000 },
    ])
  })

  it('tells a list that was cut with what it had at first, and not what was cut inside of it', () => {
    const data = Array.from({ length: 400 }, (_, id) => ({
      id,
      text: 'y'.repeat(id % 7 === 0 ? 3_000 : 20),
    }))
    const fitted = shorten({ data }, 6_000)
    const shown = (fitted.data as unknown[]).length
    expect(size(fitted)).toBeLessThanOrEqual(6_000)
    expect(cutOf(fitted)).toContainEqual({ path: 'data', unit: 'entries', shown, of: 400 })
    for (const { path } of cutOf(fitted))
      expect(Number(path.split('.')[1] ?? 0)).toBeLessThan(shown)
  })

  it('is given up where there is nothing to cut', () => {
    const fields = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`field_${i}`, i]))
    expect(fitAnswer(fields, 2_000)).toBeNull()
  })

  it('fits afterwards or is given up, whatever it was [kit.truncation]', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 4 })),
        (answer) => {
          const fitted = fitAnswer(answer, 700)
          if (fitted === null) return size(answer) > 700
          if (size(answer) <= 700) return fitted === answer
          return size(fitted) <= 700 && 'truncated' in fitted
        },
      ),
      { numRuns: 300 },
    )
  })
})
