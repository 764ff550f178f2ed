/** The SQL about `opportunities` that the exchange with ERPNext needs. */
import type { TenantTx } from '../../platform/database/database.ts'
import type { ArrivedOpportunity } from '../../platform/records/arrived-records.ts'

const CLOSED = new Set(['Converted', 'Lost', 'Closed'])

/** Those that are here already stay as they are; one whose party is not here is left out. @returns how many are new. */
export async function insertArrivedOpportunities(
  tx: TenantTx,
  opportunities: readonly ArrivedOpportunity[],
): Promise<number> {
  const parties = [...new Set(opportunities.map((o) => o.party)), '']
  const customers = await tx.db
    .selectFrom('customers')
    .where('erpnext_name', 'in', parties)
    .select(['id', 'erpnext_name', 'customer_name'])
    .execute()
  const leads = await tx.db
    .selectFrom('leads')
    .where('erpnext_name', 'in', parties)
    .select(['id', 'erpnext_name', 'company_name', 'lead_name', 'email_id'])
    .execute()
  const named = {
    Customer: new Map(customers.map((c) => [c.erpnext_name, { id: c.id, name: c.customer_name }])),
    Lead: new Map(
      leads.map((l) => [
        l.erpnext_name,
        { id: l.id, name: l.company_name ?? l.lead_name ?? l.email_id ?? l.id },
      ]),
    ),
  }
  const rows = opportunities.flatMap(({ party, ...o }) => {
    const found = named[o.opportunity_from].get(party)
    if (!found) return []
    return {
      ...o,
      customer_name: found.name,
      lead_id: o.opportunity_from === 'Lead' ? found.id : null,
      customer_id: o.opportunity_from === 'Customer' ? found.id : null,
      probability_is_own: true,
      stage_since: o.created_at,
      closed_at: CLOSED.has(o.status) ? o.created_at : null,
    }
  })
  if (rows.length === 0) return 0
  const made = await tx.db
    .insertInto('opportunities')
    .values(rows)
    .onConflict((c) => c.columns(['organization_id', 'erpnext_name']).doNothing())
    .returning('id')
    .execute()
  return made.length
}

/** None is known by any name in ERPNext: it is another site now. */
export async function forgetOpportunityNames(tx: TenantTx): Promise<void> {
  await tx.db
    .updateTable('opportunities')
    .set({ erpnext_name: null })
    .where('erpnext_name', 'is not', null)
    .execute()
}
