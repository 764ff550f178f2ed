import { describe, expect, it } from 'vitest'
import { DEFAULT_COMPANY_PROFILE } from './company-profile.ts'
import { judgeLead } from './judge-lead.ts'

const AT = new Date('2026-11-02T12:00:00Z')
const EMPTY = {
  lead_name: null,
  company_name: null,
  job_title: null,
  email_id: null,
  phone: null,
  website: null,
  city: null,
  country: null,
  industry: null,
  no_of_employees: null,
  annual_revenue: null,
  source: null,
  language: null,
} as const

const judge = (message: string) => judgeLead({ ...EMPTY, message }, DEFAULT_COMPANY_PROFILE, AT)

describe('the factors of a disqualified lead', () => {
  it('take no salary and no starting date for a budget and a timeline', () => {
    const { disqualified, factors } = judge(
      'I am looking for a job as PLC programmer at your company. My salary expectation is 60,000 EUR, I can start in January. CV attached.',
    )
    expect(disqualified?.rule).toBe('job_seeker')
    expect(factors.budget.score).toBeNull()
    expect(factors.timeline.score).toBeNull()
    expect(factors.fit.score).toBeLessThanOrEqual(15)
  })

  it('rest on the words of the rule', () => {
    const { disqualified, factors } = judge(
      'We are a marketing agency and offer you SEO and qualified leads for your website, 20 % discount this week.',
    )
    expect(disqualified?.rule).toBe('vendor')
    expect(factors.fit.evidence).toEqual(disqualified?.evidence)
  })
})
