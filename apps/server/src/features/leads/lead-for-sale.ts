/** What opportunities and customers know of a lead, and do to it: it is locked, its status moves, it gets its customer. */
import { LeadStatus } from '@insa/contracts'
import type { TenantTx } from '../../platform/database/database.ts'
import { noteDeed } from '../../platform/records/note-deed.ts'
import type { Call, RecordDeps } from '../../platform/records/record-kind.ts'
import { findLeadIdByEmail, lockLead, moveLead } from './leads-for-sale.store.ts'

export async function lockLeadForSale(tx: TenantTx, key: string) {
  const row = await lockLead(tx, key)
  return row && { ...row, status: LeadStatus.parse(row.status) }
}

export async function findLeadByEmail(tx: TenantTx, email: string) {
  const id = await findLeadIdByEmail(tx, email)
  return id ? lockLeadForSale(tx, id) : undefined
}

/**
 * As ERPNext sets it: Opportunity when one is made of it, Converted when it is a customer, which nothing takes back.
 * In the caller's transaction, which holds the lead.
 */
export async function moveLeadForSale(
  deps: Pick<RecordDeps, 'publish'>,
  tx: TenantTx,
  call: Call,
  lead: { id: string; status: LeadStatus; customer_id: string | null },
  { status, customerId }: { status: LeadStatus; customerId?: string },
): Promise<void> {
  const to = lead.status === 'Converted' ? 'Converted' : status
  const customer = customerId ?? lead.customer_id
  if (to === lead.status && customer === lead.customer_id) return
  await moveLead(tx, lead.id, to, customer)
  await noteDeed(deps, tx, call, {
    action: 'lead.status_changed',
    subject: { type: 'lead', id: lead.id },
    details: { from: lead.status, to, customer_id: customer },
    events: [{ type: 'lead.updated', lead_id: lead.id }],
  })
}
