/** What opportunities and customers know of a lead, and do to it: it is locked, its status follows them, it gets its customer. */
import { LeadStatus } from '@insa/contracts'
import type { TenantTx } from '../../platform/database/database.ts'
import { noteDeed } from '../../platform/records/note-deed.ts'
import type { Call, RecordDeps } from '../../platform/records/record-kind.ts'
import {
  findLeadIdByEmail,
  lockLead,
  lockLeadsOfCustomer,
  moveLead,
  releaseLead,
} from './leads-for-sale.store.ts'

export async function lockLeadForSale(tx: TenantTx, key: string) {
  const row = await lockLead(tx, key)
  return row && { ...row, status: LeadStatus.parse(row.status) }
}

export async function findLeadByEmail(tx: TenantTx, email: string) {
  const id = await findLeadIdByEmail(tx, email)
  return id ? lockLeadForSale(tx, id) : undefined
}

/** What came of a lead: a customer, or an opportunity that is not lost. */
export interface Sale {
  isCustomer: boolean
  hasOpportunity: boolean
}

/** As ERPNext computes it whenever a lead is saved, the first that holds. Null: it is what a person sets. */
export function statusOfSale({ isCustomer, hasOpportunity }: Sale): LeadStatus | null {
  if (isCustomer) return 'Converted'
  return hasOpportunity ? 'Opportunity' : null
}

interface SoldLead {
  id: string
  status: string
  customer_id: string | null
}

/**
 * Computes a lead's status anew when something has come of it, or has gone. A lead that came here as converted stays so.
 * In the caller's transaction, which holds the lead.
 */
export async function followSale(
  deps: Pick<RecordDeps, 'publish'>,
  tx: TenantTx,
  call: Call,
  lead: SoldLead,
  { hasOpportunity, customerId }: { hasOpportunity: boolean; customerId?: string },
): Promise<void> {
  const customer = customerId ?? lead.customer_id
  const isCustomer = customer !== null || lead.status === 'Converted'
  const to = statusOfSale({ isCustomer, hasOpportunity })
  if (to === null && lead.status !== 'Opportunity') return
  // A quotation that ERPNext knows of outranks it.
  if (to === 'Opportunity' && lead.status === 'Quotation') return
  if (to === lead.status && customer === lead.customer_id) return
  if (to !== null) await moveLead(tx, lead.id, to, customer)
  const now = to ?? (await releaseLead(tx, lead.id))
  await noteStatus(deps, tx, call, lead, { status: now, customer })
}

/** Before a customer is removed: the leads that became it are what they were. */
export async function leaveCustomer(
  deps: Pick<RecordDeps, 'publish'> & {
    hasOpportunity: (tx: TenantTx, leadId: string) => Promise<boolean>
  },
  tx: TenantTx,
  call: Call,
  customerId: string,
): Promise<void> {
  for (const lead of await lockLeadsOfCustomer(tx, customerId)) {
    const hasOpportunity = await deps.hasOpportunity(tx, lead.id)
    const to = statusOfSale({ isCustomer: false, hasOpportunity })
    if (to !== null) await moveLead(tx, lead.id, to, null)
    const now = to ?? (await releaseLead(tx, lead.id))
    await noteStatus(deps, tx, call, lead, { status: now, customer: null })
  }
}

const noteStatus = (
  deps: Pick<RecordDeps, 'publish'>,
  tx: TenantTx,
  call: Call,
  lead: SoldLead,
  { status, customer }: { status: string; customer: string | null },
): Promise<void> =>
  noteDeed(deps, tx, call, {
    action: 'lead.status_changed',
    subject: { type: 'lead', id: lead.id },
    details: { from: lead.status, to: status, customer_id: customer },
    events: [{ type: 'lead.updated', lead_id: lead.id }],
  })
