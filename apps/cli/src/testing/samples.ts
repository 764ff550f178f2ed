/** Valid answers for the CLI's tests. */
import type {
  Customer,
  Execution,
  FactorScore,
  LeadScore,
  Opportunity,
  Project,
} from '@insa/contracts'
import { sampleExecution as bareExecution, EXECUTION_ID, LEAD_ID } from '@insa/contracts/samples'

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

export const sampleExecution: Execution = {
  ...bareExecution,
  output_data: sampleScore,
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

export const RECORD_ID = '0198f3a0-0000-7000-8000-0000000000c1'

export const sampleCustomer: Customer = {
  id: RECORD_ID,
  erpnext_name: null,
  customer_name: 'Aceros del Norte',
  customer_type: 'Company',
  customer_group: null,
  territory: 'Mexico',
  industry: 'Steel',
  market_segment: null,
  website: null,
  tax_id: null,
  default_currency: 'USD',
  email_id: null,
  mobile_no: null,
  account_manager: null,
  customer_details: null,
  disabled: false,
  lead_id: LEAD_ID,
  opportunity_id: null,
  open_opportunities: 2,
  erased_at: null,
  created_at: AT,
  updated_at: AT,
  etag: '"1"',
}

export const sampleOpportunity: Opportunity = {
  id: RECORD_ID,
  erpnext_name: null,
  title: 'Rolling mill',
  opportunity_from: 'Lead',
  lead_id: LEAD_ID,
  customer_id: null,
  customer_name: 'Aceros del Norte',
  contact_id: null,
  status: 'Open',
  sales_stage: 'Qualification',
  probability: 20,
  probability_is_own: false,
  opportunity_amount: '250000.00',
  currency: 'USD',
  transaction_date: '2026-01-02',
  expected_closing: '2026-03-31',
  opportunity_owner: null,
  opportunity_type: 'Sales',
  source: null,
  won_reason: null,
  lost_reasons: [],
  order_lost_reason: null,
  competitors: [],
  stage_since: AT,
  closed_at: null,
  created_at: AT,
  updated_at: AT,
  etag: '"3"',
}

export const sampleProject: Project = {
  id: RECORD_ID,
  erpnext_name: null,
  project_name: 'Rolling mill migration',
  status: 'Open',
  project_type: null,
  priority: 'Medium',
  percent_complete: 40,
  expected_start_date: null,
  expected_end_date: '2026-06-30',
  department: null,
  estimated_costing: null,
  currency: 'USD',
  notes: null,
  customer_id: RECORD_ID,
  customer_name: 'Aceros del Norte',
  opportunity_id: null,
  created_at: AT,
  updated_at: AT,
  etag: '"2"',
}
