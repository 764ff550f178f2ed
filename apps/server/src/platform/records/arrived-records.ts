/** Records as they come from ERPNext, under its names for them. */

export interface ArrivedCustomer {
  id: string
  erpnext_name: string
  customer_name: string
  customer_type: 'Company' | 'Individual' | 'Partnership'
  customer_group: string | null
  territory: string | null
  industry: string | null
  market_segment: string | null
  website: string | null
  tax_id: string | null
  default_currency: string | null
  email_id: string | null
  mobile_no: string | null
  account_manager: string | null
  disabled: boolean
  /** What ERPNext calls the lead that it was. */
  lead: string | null
  created_at: Date
}

export interface ArrivedOpportunity {
  id: string
  erpnext_name: string
  title: string
  opportunity_from: 'Lead' | 'Customer'
  /** What ERPNext calls the lead or customer that it is with. */
  party: string
  status: string
  sales_stage: string
  probability: number
  opportunity_amount: string | null
  currency: string
  transaction_date: string
  expected_closing: string | null
  opportunity_owner: string | null
  opportunity_type: string | null
  source: string | null
  created_at: Date
}
