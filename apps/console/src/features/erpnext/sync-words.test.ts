import { describe, expect, it } from 'vitest'
import { lagWords, outcomeWords, valueWords } from './sync-words.ts'

describe('the words of the sync page', () => {
  it('tell a lag in the unit that a person reads', () => {
    expect([null, 0, 31, 119, 3_600, 90_000].map(lagWords)).toEqual([
      ...['—', '0 s', '31 s', '119 s', '60 min', '25 h'],
    ])
  })

  it('tell what came of a conflict, and what is empty', () => {
    const conflict = { status: 'settled', taken: 'ours', resolved_by: null } as never
    expect(outcomeWords(conflict)).toBe('INSA CRM won by its rule')
    expect([null, '', 0].map(valueWords)).toEqual(['(empty)', '(empty)', '0'])
  })
})
