import { LeadInput, ScoreOverrideInput } from '@insa/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { speakPlainly } from './form-words.ts'

describe('the words of a form', () => {
  const former = z.config().customError

  beforeAll(speakPlainly)
  afterAll(() => {
    z.config({ customError: former })
  })

  const message = (schema: z.ZodType, value: unknown) =>
    schema.safeParse(value).error?.issues[0]?.message

  it('say what to enter', () => {
    expect(message(ScoreOverrideInput, { priority: 'HIGH', reason: 'x' })).toBe(
      'Enter at least 3 characters.',
    )
    expect(message(LeadInput, { email_id: 'nobody' })).toBe(
      'Enter an e-mail address, like ana@plant.example.',
    )
    expect(message(LeadInput, { lead_name: 'A', annual_revenue: Number.NaN })).toBe(
      'Enter a number.',
    )
    expect(message(LeadInput, { lead_name: 'A', annual_revenue: -1 })).toBe('Enter 0 or more.')
  })

  it('leave the contract its own words', () => {
    expect(message(LeadInput, {})).toContain('at least one of lead_name')
  })
})
