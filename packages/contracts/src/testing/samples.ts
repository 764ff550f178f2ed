/** Valid answers, for the tests of whoever reads them. */
import type { Execution } from '../executions.ts'
import type { Lead } from '../leads.ts'
import type { BatchEstimate, BatchWindow, QualificationBatch } from '../qualification-batches.ts'

export const LEAD_ID = '0198f3a0-0000-7000-8000-000000000001'
export const EXECUTION_ID = '0198f3a0-0000-7000-8000-0000000000e1'
const AT = '2026-01-02T03:00:00.000Z'

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

export const sampleEstimate: BatchEstimate = {
  leads: 9_998,
  already_waiting: 2,
  not_found: 0,
  engine: 'baseline',
  model: null,
  basis: 'free',
  basis_runs: 0,
  tokens: { input: 0, output: 0 },
  usd_per_lead: '0.000000',
  usd: '0.000000',
  off_peak_usd: null,
  budget: { left_today_usd: '20.000000', crosses: false },
  window: null,
  message: '9,998 leads would be qualified by our own engine. That costs nothing.',
}

/** Nights by the clock of Berlin. */
export const sampleWindow: BatchWindow = {
  time_zone: 'Europe/Berlin',
  from: '22:00',
  to: '06:00',
  days: [1, 2, 3, 4, 5, 6, 7],
  opens_at: '2026-12-01T21:00:00.000Z',
  closes_at: '2026-12-02T05:00:00.000Z',
}

/** In the middle of its work. */
export const sampleBatch: QualificationBatch = {
  id: '0198f3a0-0000-7000-8000-000000000200',
  status: 'running',
  paused_for: null,
  note: null,
  engine: 'baseline',
  off_peak: false,
  selection: { filter: { scored: 'no' } },
  total: 9_998,
  placed: 9_998,
  left: 9_000,
  running: 4,
  succeeded: 990,
  failed: 4,
  cancelled: 0,
  waits_for: null,
  items_per_minute: 3_600.5,
  expected_end: '2026-12-01T10:00:00.000Z',
  cost_usd: '0.000000',
  estimate: sampleEstimate,
  window: null,
  created_by: 'user:ana@example.com',
  created_at: '2026-12-01T09:00:00.000Z',
  finished_at: null,
}
