import { LeadInput } from '@insa/contracts'
import { describe, expect, it } from 'vitest'
import { EMPTY_LEAD, inputOf, patchOf } from './lead-fields.ts'

describe('the form of a lead', () => {
  it('sends empty fields as null and numbers as numbers', () => {
    const input = inputOf({ ...EMPTY_LEAD, company_name: ' Acme ', annual_revenue: '1500000' })
    expect(input).toMatchObject({ company_name: 'Acme', annual_revenue: 1_500_000, phone: null })
    expect(LeadInput.safeParse(input).success).toBe(true)
  })

  it('keeps the blanks of the message, because evidence points into it', () => {
    expect(inputOf({ ...EMPTY_LEAD, message: '  Hello\n\n' }).message).toBe('  Hello\n\n')
  })

  it('asks for a name, a company or an address', () => {
    expect(LeadInput.safeParse(inputOf(EMPTY_LEAD)).success).toBe(false)
  })

  it('changes only what the person changed', () => {
    const former = { ...EMPTY_LEAD, company_name: 'Acme', phone: '1' }
    expect(patchOf(former, { ...former, phone: '' })).toEqual({ phone: null })
    expect(patchOf(former, former)).toEqual({})
  })
})
