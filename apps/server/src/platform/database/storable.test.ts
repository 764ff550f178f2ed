import { describe, expect, it } from 'vitest'
import { isStorableValue, toStorable } from './storable.ts'

const deep = (levels: number): unknown => (levels === 0 ? 'x' : [deep(levels - 1)])

describe('what PostgreSQL can keep', () => {
  it('is text without NUL and half surrogate pairs, in values and keys, not too deep', () => {
    const fine = { a: ['😀', 1, null, { b: true }] }
    expect(isStorableValue(fine)).toBe(true)
    expect(toStorable(fine)).toEqual(fine)
    for (const bad of ['a\u0000', ['\ud83d'], { '\u0000': 1 }, { a: { b: '\udc00' } }, deep(100)]) {
      expect(isStorableValue(bad)).toBe(false)
      expect(isStorableValue(toStorable(bad))).toBe(true)
    }
    expect(toStorable({ a: 'x\u0000y\ud83d' })).toEqual({ a: 'x\ufffdy\ufffd' })
  })
})
