import { describe, expect, it } from 'vitest'
import { assign, faultPlace, guessMapping, identifies, renamed } from './mapping.ts'

describe('mapping columns by name', () => {
  it('knows the fields by their own names and by those of spreadsheets', () => {
    expect(guessMapping(['Company', 'E-Mail', 'Notes', 'job_title', 'Umsatz'])).toEqual([
      'company_name',
      'email_id',
      'message',
      'job_title',
      'annual_revenue',
    ])
  })

  it('reads accents and blanks away', () => {
    expect(guessMapping(['Correo', 'País', 'Phone number'])).toEqual([
      'email_id',
      'country',
      'phone',
    ])
  })

  it('gives a field to one column only, and first to the one that has its very name', () => {
    expect(guessMapping(['Name', 'lead_name', 'Colour'])).toEqual([null, 'lead_name', null])
  })

  it('moves a field when another column gets it', () => {
    expect(assign(['phone', null], 1, 'phone')).toEqual([null, 'phone'])
    expect(assign(['phone', null], 0, null)).toEqual([null, null])
  })

  it('sees that nothing names the lead', () => {
    expect(identifies(['message', 'phone'])).toBe(false)
    expect(identifies(['message', 'company_name'])).toBe(true)
  })

  it('sends the rows under the fields’ names, without what was left out', () => {
    const sheet = {
      kind: 'json',
      columns: ['a', 'b', 'c'],
      rows: [['x', 1, 'z'], ['y']],
      places: [1, 2],
    } as const
    expect(renamed(sheet, ['company_name', null, 'message'])).toEqual([
      { company_name: 'x', message: 'z' },
      { company_name: 'y' },
    ])
  })

  it('finds the row of a fault', () => {
    expect(faultPlace('rows.17.email_id')).toEqual({ row: 16, field: 'email_id' })
    expect(faultPlace('rows.3')).toEqual({ row: 2, field: '' })
    expect(faultPlace('body')).toBeUndefined()
  })
})
