/** The SQL about `customers` that the exchange with ERPNext needs. */
import { sql } from 'kysely'
import type { TenantTx } from '../../platform/database/database.ts'
import type { ArrivedCustomer } from '../../platform/records/arrived-records.ts'

/** Those that are here already stay as they are. A lead that became one leads to it. @returns how many are new. */
export async function insertArrivedCustomers(
  tx: TenantTx,
  customers: readonly ArrivedCustomer[],
): Promise<number> {
  if (customers.length === 0) return 0
  const leads = await tx.db
    .selectFrom('leads')
    .select(['id', 'erpnext_name'])
    .where(
      'erpnext_name',
      'in',
      customers.map((c) => c.lead ?? ''),
    )
    .execute()
  const leadIds = new Map(leads.map((l) => [l.erpnext_name, l.id]))
  const made = await tx.db
    .insertInto('customers')
    .values(customers.map(({ lead, ...c }) => ({ ...c, lead_id: leadIds.get(lead) ?? null })))
    .onConflict((c) => c.columns(['organization_id', 'erpnext_name']).doNothing())
    .returning('id')
    .execute()
  if (made.length > 0)
    await sql`update leads set customer_id = c.id from customers c
      where c.lead_id = leads.id and leads.customer_id is null
        and c.id in (${sql.join(made.map((m) => m.id))})`.execute(tx.db)
  return made.length
}

/** None is known by any name in ERPNext: it is another site now. */
export async function forgetCustomerNames(tx: TenantTx): Promise<void> {
  await tx.db
    .updateTable('customers')
    .set({ erpnext_name: null })
    .where('erpnext_name', 'is not', null)
    .execute()
}
