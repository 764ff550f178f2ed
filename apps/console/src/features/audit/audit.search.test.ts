import { describe, expect, it } from 'vitest'
import { AuditSearch, isFiltered, toQuery } from './audit.search.ts'

describe('the state of the audit page in the URL', () => {
  it('drops what is no filter', () => {
    const search = AuditSearch.parse({ since: 'tuesday', execution_id: 'x', actor: 'user:ana' })
    expect(search).toEqual({ actor: 'user:ana' })
    expect([isFiltered(search), isFiltered({})]).toEqual([true, false])
  })

  it('asks from the beginning of the first day to the end of the last, in the reader’s time', () => {
    const { from, to } = toQuery({ since: '2026-02-28', until: '2026-02-28' })
    expect(from).toBe(new Date(2026, 1, 28).toISOString())
    expect(to).toBe(new Date(2026, 2, 1).toISOString())
    expect(toQuery({ q: 'pump' })).toEqual({ q: 'pump', from: undefined, to: undefined })
  })
})
