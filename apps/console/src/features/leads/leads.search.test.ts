import { describe, expect, it } from 'vitest'
import { hasFilters, LeadsSearch, sortDirection, toggleSort } from './leads.search.ts'

describe('the leads table in the URL', () => {
  it('takes filters as they stand in the address bar', () => {
    expect(
      LeadsSearch.parse({ q: ' weir ', priority: 'HIGH', sort: '-qualification_score' }),
    ).toEqual({ q: 'weir', priority: 'HIGH', sort: '-qualification_score' })
  })

  it('leaves out what somebody mistyped and keeps the rest', () => {
    const search = LeadsSearch.parse({ priority: 'URGENT', sort: 'colour', status: 'Open', x: '1' })
    expect(search.priority).toBeUndefined()
    expect(search.sort).toBeUndefined()
    expect(search.status).toBe('Open')
    expect(search).not.toHaveProperty('x')
  })

  it('knows whether anything narrows the list', () => {
    expect(hasFilters({ sort: 'created_at' })).toBe(false)
    expect(hasFilters({ country: 'Chile' })).toBe(true)
    expect(hasFilters({ q: 'pump' })).toBe(true)
  })
})

describe('sorting by a column', () => {
  it('begins with the highest score and with the first name', () => {
    expect(toggleSort(undefined, 'qualification_score')).toBe('-qualification_score')
    expect(toggleSort(undefined, 'company_name')).toBe('company_name')
  })

  it('turns round on the second click', () => {
    expect(toggleSort('-qualification_score', 'qualification_score')).toBe('qualification_score')
    expect(toggleSort('company_name', 'company_name')).toBe('-company_name')
    expect(toggleSort(undefined, 'created_at')).toBe('created_at')
  })

  it('tells assistive technology which way it goes', () => {
    expect(sortDirection(undefined, 'created_at')).toBe('descending')
    expect(sortDirection('company_name', 'company_name')).toBe('ascending')
    expect(sortDirection('company_name', 'created_at')).toBe('none')
  })
})
