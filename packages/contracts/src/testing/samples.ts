/** Valid answers for the client's tests. */
import type { Execution } from '../executions.ts'
import type { Lead } from '../leads.ts'

export const LEAD_ID = '0198f3a0-0000-7000-8000-000000000001'
export const EXECUTION_ID = '0198f3a0-0000-7000-8000-0000000000e1'
const AT = '2026-01-02T03:04:05.678Z'

export const sampleLead: Lead = {
  id: LEAD_ID,
  erpnext_name: null,
  lead_name: 'Ana Ruiz',
  company_name: 'Aceros del Norte',
  job_title: 'Plant Manager',
  email_id: 'ana.ruiz@acerosdelnorte.example',
  phone: null,
  website: null,
  city: 'Monterrey',
  country: 'Mexico',
  industry: 'Steel',
  no_of_employees: '201-500',
  annual_revenue: null,
  source: 'Website',
  message: 'Line 3 is down.',
  language: 'en',
  lead_owner: null,
  status: 'Lead',
  qualification_status: 'Unqualified',
  score: null,
  created_at: AT,
  updated_at: AT,
  etag: '"1"',
}

export const sampleExecution: Execution = {
  id: EXECUTION_ID,
  agent_type: 'lead_qualification',
  status: 'succeeded',
  input_data: { lead_id: LEAD_ID },
  output_data: null,
  error: null,
  progress: null,
  engine: 'baseline',
  model: null,
  tokens_used: { input: 0, output: 0, cache_read: 0, cache_write: 0 },
  cost_usd: '0.000000',
  attempts: 1,
  correlation_id: 'c-1',
  triggered_by: 'user:ana',
  fed_by: null,
  lead_id: LEAD_ID,
  customer_id: null,
  replay: null,
  created_at: AT,
  started_at: AT,
  finished_at: AT,
  steps: [],
}
