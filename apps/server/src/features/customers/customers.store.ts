/** The only SQL about `customers` (their history: customer-history.store.ts). */
import type { CustomerListQuery } from '@insa/contracts'
import { sql } from 'kysely'
import type { TenantTx } from '../../platform/database/database.ts'
import type { Cursor } from '../../platform/http/cursor.ts'
import { conflict, notFound } from '../../platform/http/errors.ts'
import { equal, findRecord, listRecords } from '../../platform/records/records.store.ts'
import { CUSTOMERS, type CustomerRow } from './customer.ts'

/** @param key our id or the ERPNext name; a merged duplicate's leads to where it has gone. */
export async function findCustomer(tx: TenantTx, key: string): Promise<CustomerRow | undefined> {
  const row = await findRecord<CustomerRow>(tx, CUSTOMERS, key)
  return row?.merged_into ? findRecord<CustomerRow>(tx, CUSTOMERS, row.merged_into) : row
}

/**
 * For a change: nobody else changes it until the transaction has ended.
 * @throws AppError 404, 409 for a duplicate that was merged away.
 */
export async function lockCustomer(tx: TenantTx, key: string): Promise<CustomerRow> {
  const row = await findRecord<CustomerRow>(tx, CUSTOMERS, key, { lock: true })
  if (!row) throw notFound('customer', key)
  if (row.merged_into) {
    throw conflict(
      'customer.merged',
      `This customer was merged into ${row.merged_into}. Change that one.`,
    )
  }
  return row
}

export const listCustomers = (
  tx: TenantTx,
  { q, sort, limit, disabled, cursor: _, ...filters }: CustomerListQuery,
  after: Cursor | null,
): Promise<CustomerRow[]> =>
  listRecords<CustomerRow>(tx, CUSTOMERS, {
    where: [
      sql<boolean>`merged_into is null`,
      ...(disabled ? [sql<boolean>`disabled = ${disabled === 'yes'}`] : []),
      ...equal('customers', filters),
    ],
    q,
    sort,
    limit,
    after,
  })

/** The customer that this lead became, if it did. */
export async function findCustomerOfLead(
  tx: TenantTx,
  lead: { id: string; customer_id: string | null },
): Promise<CustomerRow | undefined> {
  const { rows } = await sql<{ id: string }>`
    select coalesce(merged_into, id) as id from customers
    where id = ${lead.customer_id} or lead_id = ${lead.id} order by created_at limit 1`.execute(
    tx.db,
  )
  return rows[0] ? findRecord<CustomerRow>(tx, CUSTOMERS, rows[0].id) : undefined
}

/** Turns a duplicate into the trail to `into`, and the trails that led to it. */
export async function leaveTrail(
  tx: TenantTx,
  from: string,
  into: string,
  mergedBy: string,
): Promise<void> {
  await sql`update customers set merged_into = ${into} where merged_into = ${from}`.execute(tx.db)
  await sql`
    update customers set merged_into = ${into}, merged_at = now(), merged_by = ${mergedBy}, version = version + 1,
      updated_at = now()
    where id = ${from}`.execute(tx.db)
}

/** Takes names, addresses and words out of the duplicates that went into this customer. */
export async function eraseTrails(tx: TenantTx, into: string, name: string): Promise<void> {
  await sql`
    update customers set customer_name = ${name}, website = null, tax_id = null, email_id = null, mobile_no = null,
      customer_details = null, territory = null, erased_at = now()
    where merged_into = ${into}`.execute(tx.db)
}

/** Others that may be the same, with the likeness of their names, 0–1. */
export async function similarCustomers(
  tx: TenantTx,
  id: string,
): Promise<{ customer: CustomerRow; similarity: number }[]> {
  const { rows } = await sql<{ id: string; similarity: number }>`
    select id, similarity from similar_customer_ids(${id}::uuid)`.execute(tx.db)
  const found: { customer: CustomerRow; similarity: number }[] = []
  for (const { id: other, similarity } of rows) {
    const customer = await findRecord<CustomerRow>(tx, CUSTOMERS, other)
    if (customer) found.push({ customer, similarity: Number(similarity) })
  }
  return found
}
