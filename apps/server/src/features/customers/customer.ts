/** Rows of `customers` as the contract's shape. */
import { type Customer, CustomerType } from '@insa/contracts'
import type { Selectable } from 'kysely'
import type { Customers } from '../../platform/database/schema.generated.ts'
import { etagOf } from '../../platform/records/etag.ts'
import type { RecordKind } from '../../platform/records/record-kind.ts'

export type CustomerRow = Omit<Selectable<Customers>, 'search_text'>
export type CountedCustomer = CustomerRow & { open_opportunities: number }

export const CUSTOMERS: RecordKind = {
  noun: 'customer',
  table: 'customers',
  columns: [
    'id',
    'organization_id',
    'erpnext_name',
    'customer_name',
    'customer_type',
    'customer_group',
    'territory',
    'industry',
    'market_segment',
    'website',
    'tax_id',
    'default_currency',
    'email_id',
    'mobile_no',
    'account_manager',
    'customer_details',
    'disabled',
    'lead_id',
    'opportunity_id',
    'merged_into',
    'merged_at',
    'merged_by',
    'erased_at',
    'version',
    'created_at',
    'updated_at',
  ],
  sorts: { customer_name: 'text', created_at: 'time', updated_at: 'time' },
}

export const presentCustomer = (row: CountedCustomer): Customer => ({
  id: row.id,
  erpnext_name: row.erpnext_name,
  customer_name: row.customer_name,
  customer_type: CustomerType.parse(row.customer_type),
  customer_group: row.customer_group,
  territory: row.territory,
  industry: row.industry,
  market_segment: row.market_segment,
  website: row.website,
  tax_id: row.tax_id,
  default_currency: row.default_currency,
  email_id: row.email_id,
  mobile_no: row.mobile_no,
  account_manager: row.account_manager,
  customer_details: row.customer_details,
  disabled: row.disabled,
  lead_id: row.lead_id,
  opportunity_id: row.opportunity_id,
  open_opportunities: row.open_opportunities,
  erased_at: row.erased_at?.toISOString() ?? null,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
  etag: etagOf(row),
})
