/** Rows of `opportunities` and of their stage changes as the contract's shapes. */
import { type Opportunity, OpportunityStatus, type StageChange } from '@insa/contracts'
import type { Selectable } from 'kysely'
import type {
  Opportunities,
  OpportunityStageChanges,
} from '../../platform/database/schema.generated.ts'
import { etagOf } from '../../platform/records/etag.ts'
import type { RecordKind } from '../../platform/records/record-kind.ts'

export type OpportunityRow = Omit<Selectable<Opportunities>, 'search_text'>
export type StageChangeRow = Selectable<OpportunityStageChanges>

export const OPPORTUNITIES: RecordKind = {
  noun: 'opportunity',
  table: 'opportunities',
  columns: [
    'id',
    'organization_id',
    'erpnext_name',
    'title',
    'opportunity_from',
    'lead_id',
    'customer_id',
    'customer_name',
    'contact_id',
    'status',
    'sales_stage',
    'probability',
    'probability_is_own',
    'opportunity_amount',
    'currency',
    'transaction_date',
    'expected_closing',
    'opportunity_owner',
    'opportunity_type',
    'source',
    'won_reason',
    'lost_reasons',
    'order_lost_reason',
    'competitors',
    'is_conversion',
    'stage_since',
    'closed_at',
    'version',
    'created_at',
    'updated_at',
  ],
  days: ['transaction_date', 'expected_closing'],
  sorts: {
    created_at: 'time',
    updated_at: 'time',
    title: 'text',
    opportunity_amount: 'number',
    expected_closing: 'day',
  },
}

export const presentOpportunity = (row: OpportunityRow): Opportunity => ({
  id: row.id,
  erpnext_name: row.erpnext_name,
  title: row.title,
  opportunity_from: row.opportunity_from === 'Lead' ? 'Lead' : 'Customer',
  lead_id: row.lead_id,
  customer_id: row.customer_id,
  customer_name: row.customer_name,
  contact_id: row.contact_id,
  status: OpportunityStatus.parse(row.status),
  sales_stage: row.sales_stage,
  probability: row.probability,
  probability_is_own: row.probability_is_own,
  opportunity_amount: row.opportunity_amount,
  currency: row.currency,
  transaction_date: row.transaction_date,
  expected_closing: row.expected_closing,
  opportunity_owner: row.opportunity_owner,
  opportunity_type: row.opportunity_type,
  source: row.source,
  won_reason: row.won_reason,
  lost_reasons: row.lost_reasons,
  order_lost_reason: row.order_lost_reason,
  competitors: row.competitors,
  stage_since: row.stage_since.toISOString(),
  closed_at: row.closed_at?.toISOString() ?? null,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
  etag: etagOf(row),
})

const FormerStatus = OpportunityStatus.nullable()

export const presentStageChange = (row: StageChangeRow): StageChange => ({
  id: row.id,
  opportunity_id: row.opportunity_id,
  from_stage: row.from_stage,
  to_stage: row.to_stage,
  from_status: FormerStatus.parse(row.from_status),
  to_status: OpportunityStatus.parse(row.to_status),
  changed_by: row.changed_by,
  changed_at: row.changed_at.toISOString(),
  seconds_in_stage: row.seconds_in_stage,
})
