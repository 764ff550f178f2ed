/** What an export of leads has for columns. */
import type { Lead } from '@insa/contracts'
import { effective } from './format-score.ts'

type Value = string | number | null
type Columns = Record<string, (lead: Lead) => Value>

/** What an import takes, by the same names. */
const IMPORTABLE: Columns = {
  lead_name: (lead) => lead.lead_name,
  company_name: (lead) => lead.company_name,
  job_title: (lead) => lead.job_title,
  email_id: (lead) => lead.email_id,
  phone: (lead) => lead.phone,
  website: (lead) => lead.website,
  city: (lead) => lead.city,
  country: (lead) => lead.country,
  industry: (lead) => lead.industry,
  no_of_employees: (lead) => lead.no_of_employees,
  annual_revenue: (lead) => lead.annual_revenue,
  source: (lead) => lead.source,
  message: (lead) => lead.message,
  language: (lead) => lead.language,
  lead_owner: (lead) => lead.lead_owner,
  status: (lead) => lead.status,
  qualification_status: (lead) => lead.qualification_status,
}

/** Scores are the ones that count: a person's correction before the machine's. */
const ALL: Columns = {
  id: (lead) => lead.id,
  created_at: (lead) => lead.created_at,
  qualification_score: ({ score }) => score && effective(score).qualification_score,
  priority: ({ score }) => score && effective(score).priority,
  recommended_action: ({ score }) => score && effective(score).recommended_action,
  ...IMPORTABLE,
}

export const exportColumns = (importableOnly: boolean): Columns =>
  importableOnly ? IMPORTABLE : ALL
