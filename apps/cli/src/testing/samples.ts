/** Valid answers for the CLI's tests. */
import type { Execution, FactorScore, Lead, LeadScore } from '@insa/contracts'

export const LEAD_ID = '0198f3a0-0000-7000-8000-000000000001'
export const EXECUTION_ID = '0198f3a0-0000-7000-8000-0000000000e1'
/** Two hours before the tests' now. */
const AT = '2026-01-02T03:00:00.000Z'
export const NOW = Date.parse('2026-01-02T05:00:00.000Z')

const known = (score: number, quote: string): FactorScore => ({
  score,
  known: true,
  reasoning: `Because of ${quote}.`,
  evidence: [{ field: 'message', quote, start: 0, end: quote.length }],
})

export const sampleScore: LeadScore = {
  lead_id: LEAD_ID,
  execution_id: EXECUTION_ID,
  engine: 'baseline',
  model: null,
  qualification_score: 88.4,
  priority: 'IMMEDIATE',
  recommended_action: 'immediate_contact',
  reasoning: 'The line is down and the money is there.',
  confidence: 0.8,
  coverage: 0.8,
  factor_scores: {
    budget: known(90, 'USD 250,000 approved'),
    timeline: known(95, 'Line 3 is down'),
    complexity: known(70, 'S7-1500'),
    authority: { score: 40, known: false, reasoning: 'The lead does not say.', evidence: [] },
    fit: known(92, 'steel'),
  },
  questions_to_ask: ['Who signs the order?'],
  flags: [{ code: 'free_mail_for_corporation', message: 'A free address.', evidence: [] }],
  second_opinion: null,
  needs_review: false,
  scored_at: AT,
  override: null,
}

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
  output_data: sampleScore,
  error: null,
  progress: null,
  engine: 'baseline',
  model: null,
  tokens_used: { input: 0, output: 0, cache_read: 0, cache_write: 0 },
  cost_usd: '0.000000',
  attempts: 1,
  correlation_id: 'c-1',
  triggered_by: 'user:ana',
  lead_id: LEAD_ID,
  customer_id: null,
  replay: null,
  created_at: AT,
  started_at: AT,
  finished_at: AT,
  steps: [
    {
      seq: 1,
      kind: 'tool',
      name: 'mcp__erpnext__get_lead',
      status: 'succeeded',
      started_at: AT,
      duration_ms: 12,
      summary: 'Read the lead.',
    },
  ],
}
