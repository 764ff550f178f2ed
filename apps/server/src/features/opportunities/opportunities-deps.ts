/** What the use cases of this feature are given by compose.ts. */
import type { LeadStatus } from '@insa/contracts'
import type { TenantTx } from '../../platform/database/database.ts'
import type { Call, RecordDeps } from '../../platform/records/record-kind.ts'

/** As much of a lead as an opportunity and a customer are made of. */
export interface LeadForSale {
  id: string
  lead_name: string | null
  company_name: string | null
  job_title: string | null
  email_id: string | null
  phone: string | null
  website: string | null
  country: string | null
  industry: string | null
  source: string | null
  lead_owner: string | null
  status: LeadStatus
  customer_id: string | null
}

interface CustomerName {
  id: string
  customer_name: string
}

export interface OpportunitiesDeps extends RecordDeps {
  leads: {
    /** Nobody else converts it until the transaction has ended. @param key our id or the ERPNext name. */
    lock(tx: TenantTx, key: string): Promise<LeadForSale | undefined>
    /** Its status follows what has come of it, as in ERPNext; with its customer, where it has become one. */
    follow(
      tx: TenantTx,
      call: Call,
      lead: LeadForSale,
      sale: { hasOpportunity: boolean; customerId?: string },
    ): Promise<void>
  }
  customers: {
    find(tx: TenantTx, id: string): Promise<CustomerName | undefined>
    /** The customer that a lead becomes; asked twice, there is still one. */
    ofLead(
      tx: TenantTx,
      call: Call,
      of: {
        lead: LeadForSale
        opportunityId: string
        owner: string | null
        currency: string
        customerId?: string | undefined
      },
    ): Promise<CustomerName>
  }
}
