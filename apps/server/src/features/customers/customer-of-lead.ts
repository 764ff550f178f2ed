/** The customer that a lead becomes when its opportunity is won: the one that it is already, the one named, or a new one. */
import type { TenantTx } from '../../platform/database/database.ts'
import { noteDeed } from '../../platform/records/note-deed.ts'
import type { Call } from '../../platform/records/record-kind.ts'
import { insertRecord, moveToCustomer } from '../../platform/records/records.store.ts'
import { deed } from './change-customer.ts'
import { CONTACTS } from './contact.ts'
import { adoptContacts } from './contacts.store.ts'
import { CUSTOMERS, type CustomerRow } from './customer.ts'
import { findCustomer, findCustomerOfLead } from './customers.store.ts'
import type { CustomersDeps } from './customers-deps.ts'

/** What a customer is made of: the lead's own words. */
export interface BecomingLead {
  id: string
  lead_name: string | null
  company_name: string | null
  job_title: string | null
  email_id: string | null
  phone: string | null
  website: string | null
  country: string | null
  industry: string | null
  lead_owner: string | null
  customer_id: string | null
}

export interface CustomerOfLead {
  lead: BecomingLead
  opportunityId: string
  owner: string | null
  currency: string
  /** The customer that it is, where a person says so. */
  customerId?: string | undefined
}

/** In the caller's transaction, which holds the lead: asked twice, there is still one. */
export async function customerOfLead(
  deps: Pick<CustomersDeps, 'publish'>,
  tx: TenantTx,
  call: Call,
  { lead, opportunityId, owner, currency, customerId }: CustomerOfLead,
): Promise<{ id: string; customer_name: string }> {
  const already = await findCustomerOfLead(tx, lead)
  if (already) return already
  const named = customerId ? await findCustomer(tx, customerId) : undefined
  const customer =
    named ?? (await makeCustomer(deps, tx, call, { lead, opportunityId, owner, currency }))
  const adopted = await adoptContacts(tx, lead.id, customer.id)
  if (adopted === 0 && lead.lead_name) await addPerson(tx, lead, lead.lead_name, customer.id)
  return customer
}

async function makeCustomer(
  deps: Pick<CustomersDeps, 'publish'>,
  tx: TenantTx,
  call: Call,
  { lead, opportunityId, owner, currency }: CustomerOfLead,
): Promise<CustomerRow> {
  const row = await insertRecord<CustomerRow>(tx, CUSTOMERS, {
    customer_name: lead.company_name ?? lead.lead_name ?? lead.email_id,
    // As ERPNext's Lead.make_customer has it.
    customer_type: lead.company_name ? 'Company' : 'Individual',
    territory: lead.country,
    industry: lead.industry,
    website: lead.website,
    default_currency: currency,
    email_id: lead.email_id,
    mobile_no: lead.phone,
    account_manager: owner ?? lead.lead_owner,
    lead_id: lead.id,
    opportunity_id: opportunityId,
  })
  await noteDeed(deps, tx, call, deed('created', row, { lead_id: lead.id }))
  return row
}

async function addPerson(
  tx: TenantTx,
  lead: BecomingLead,
  name: string,
  customerId: string,
): Promise<void> {
  const [first = name, ...rest] = name.trim().split(/\s+/)
  await insertRecord(tx, CONTACTS, {
    first_name: first,
    last_name: rest.join(' ') || null,
    company_name: lead.company_name,
    designation: lead.job_title,
    email_id: lead.email_id,
    phone: lead.phone,
    status: 'Open',
    is_primary_contact: true,
    customer_id: customerId,
    lead_id: lead.id,
  })
}

/** Opportunities, notes and runs of the lead itself stay where they are; what is the customer's alone goes with it. */
export const CUSTOMERS_OWN = {
  contacts: (tx: TenantTx, from: string, into: string) =>
    moveToCustomer(tx, 'contacts', from, into),
  addresses: (tx: TenantTx, from: string, into: string) =>
    moveToCustomer(tx, 'addresses', from, into),
} as const
