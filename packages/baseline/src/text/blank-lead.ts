import type { LeadText } from './reading.ts'

/** A lead in which nothing is written. */
export const BLANK_LEAD: LeadText = {
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
  message: null,
  language: null,
}
