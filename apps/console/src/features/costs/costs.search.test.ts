import { describe, expect, it } from 'vitest'
import { CostsSearch, firstDay } from './costs.search.ts'

describe('the state of the costs page in the URL', () => {
  it('drops spans and groups that there are not', () => {
    expect(CostsSearch.parse({ days: '90', by: 'lead' })).toEqual({ days: 90, by: 'lead' })
    expect(CostsSearch.parse({ days: '12', by: 'day' })).toEqual({})
  })

  it('counts today as one of the days', () => {
    expect(firstDay(7, Date.parse('2026-03-03T00:30:00Z'))).toBe('2026-02-25')
    expect(firstDay(1, Date.parse('2026-03-03T23:59:59Z'))).toBe('2026-03-03')
  })
})
