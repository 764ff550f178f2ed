import { expect, it } from 'vitest'
import { DEFAULT_COMPANY_PROFILE } from '../company-profile.ts'
import { judgeLead } from '../judge-lead.ts'

const LEAD = {
  lead_name: null,
  company_name: 'Oakvale Dairy',
  job_title: null,
  email_id: null,
  phone: null,
  website: null,
  city: null,
  country: 'United States',
  industry: 'Food & Beverage',
  no_of_employees: null,
  annual_revenue: null,
  source: null,
  language: 'en',
  message: 'We want to migrate three Siemens S7-300 PLCs of our filling line to S7-1500.',
} as const
const fitOn = (platforms: string[]) =>
  judgeLead(LEAD, { ...DEFAULT_COMPANY_PROFILE, platforms }, new Date('2026-11-02T12:00:00Z'))
    .factors.fit

it('judges the fit by the platforms of the company profile [leads.qualify.company-profile]', () => {
  const mastered = fitOn(['siemens'])
  const strange = fitOn(['rockwell'])
  expect(mastered.reasoning).toContain('platforms that we know')
  expect(strange.reasoning).toContain('platforms that we do not know')
  expect(strange.score).toBeLessThan((mastered.score ?? 0) - 10)
})
