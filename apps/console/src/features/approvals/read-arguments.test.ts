import { describe, expect, it } from 'vitest'
import { readArguments } from './read-arguments.ts'

describe('changed arguments', () => {
  it('are a JSON object and nothing else', () => {
    expect(readArguments('{ "to": "ana", "n": 1 }')).toEqual({ value: { to: 'ana', n: 1 } })
    for (const text of ['', '[]', '"x"', 'null', '7', '{', '{"a":1}}']) {
      expect(readArguments(text)).toEqual({ fault: expect.any(String) })
    }
  })
})
