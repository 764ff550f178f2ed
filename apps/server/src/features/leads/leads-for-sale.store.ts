/** SQL about `leads` that become opportunities and customers. */
import { sql } from 'kysely'
import type { TenantTx } from '../../platform/database/database.ts'
import { moveToCustomer } from '../../platform/records/records.store.ts'
import { findLeadId } from './leads.store.ts'

/** Nobody else changes it until the transaction has ended. @param key our id or the ERPNext name. */
export async function lockLead(tx: TenantTx, key: string) {
  const id = await findLeadId(tx, key)
  if (!id) return undefined
  return tx.db
    .selectFrom('leads')
    .select([
      'id',
      'lead_name',
      'company_name',
      'job_title',
      'email_id',
      'phone',
      'website',
      'country',
      'industry',
      'source',
      'lead_owner',
      'status',
      'customer_id',
    ])
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

/** The oldest one of this address. */
export async function findLeadIdByEmail(tx: TenantTx, email: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from leads where lower(email_id) = lower(${email}) order by created_at limit 1`.execute(
    tx.db,
  )
  return rows[0]?.id
}

export async function moveLead(
  tx: TenantTx,
  id: string,
  status: string,
  customerId: string | null,
): Promise<void> {
  await tx.db
    .updateTable('leads')
    .set({
      status,
      customer_id: customerId,
      version: sql<number>`version + 1`,
      updated_at: new Date(),
    })
    .where('id', '=', id)
    .execute()
}

/** All of one customer's become another's. @returns how many. */
export const moveLeadsToCustomer = (tx: TenantTx, from: string, into: string): Promise<number> =>
  moveToCustomer(tx, 'leads', from, into)

/** The leads that became this customer, with their scores, go for good. @returns how many. */
export async function eraseLeadsOfCustomer(tx: TenantTx, customerId: string): Promise<number> {
  const { numDeletedRows } = await tx.db
    .deleteFrom('leads')
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
