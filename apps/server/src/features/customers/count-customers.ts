/** Adds to customers what is counted elsewhere. */
import type { Customer } from '@insa/contracts'
import type { TenantTx } from '../../platform/database/database.ts'
import { type CountedCustomer, type CustomerRow, presentCustomer } from './customer.ts'
import type { CustomersDeps } from './customers-deps.ts'

export async function countCustomers(
  deps: Pick<CustomersDeps, 'countOpenOpportunities'>,
  tx: TenantTx,
  rows: CustomerRow[],
): Promise<CountedCustomer[]> {
  const open = await deps.countOpenOpportunities(
    tx,
    rows.map((r) => r.id),
  )
  return rows.map((row) => ({ ...row, open_opportunities: open.get(row.id) ?? 0 }))
}

export async function presentCounted(
  deps: Pick<CustomersDeps, 'countOpenOpportunities'>,
  tx: TenantTx,
  row: CustomerRow,
): Promise<Customer> {
  const open = await deps.countOpenOpportunities(tx, [row.id])
  return presentCustomer({ ...row, open_opportunities: open.get(row.id) ?? 0 })
}
