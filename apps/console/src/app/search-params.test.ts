import { describe, expect, it } from 'vitest'
import { parseSearch, stringifySearch } from './search-params.ts'

describe('search parameters', () => {
  it('keeps digits as text, so that a search for a number stays a search', () => {
    expect(parseSearch('?q=480')).toEqual({ q: '480' })
  })

  it('leaves out what is empty', () => {
    expect(stringifySearch({ q: '', priority: undefined, sort: '-created_at' })).toBe(
      '?sort=-created_at',
    )
    expect(stringifySearch({ q: undefined })).toBe('')
  })

  it('brings back what it wrote, whatever the characters', () => {
    const search = { q: 'Müller & Söhne = 100% 🏭', source: 'a+b' }
    expect(parseSearch(stringifySearch(search))).toEqual(search)
  })
})
