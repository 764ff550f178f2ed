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

/** Statuses that follow from a sale; no person's. */
const FOLLOWED = ['Opportunity', 'Converted']

const changed = () => ({ version: sql<number>`version + 1`, updated_at: new Date() })

/** The lead's status follows its sale from now on; what stood there is kept. */
export async function moveLead(
  tx: TenantTx,
  id: string,
  status: string,
  customerId: string | null,
): Promise<void> {
  await tx.db
    .updateTable('leads')
    .set({
      status_before_sale: sql<string | null>`
        case when status = any(${FOLLOWED}::text[]) then status_before_sale else status end`,
      status,
      customer_id: customerId,
      ...changed(),
    })
    .where('id', '=', id)
    .execute()
}

/** There is no sale any more: what a person had set holds again. @returns the status. */
export async function releaseLead(tx: TenantTx, id: string): Promise<string> {
  const { status } = await tx.db
    .updateTable('leads')
    .set({
      status: sql<string>`case when status = any(${FOLLOWED}::text[])
        then coalesce(status_before_sale, 'Open') else status end`,
      status_before_sale: null,
      customer_id: null,
      ...changed(),
    })
    .where('id', '=', id)
    .returning('status')
    .executeTakeFirstOrThrow()
  return status
}

export async function isCustomer(tx: TenantTx, leadId: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('leads')
    .select('customer_id')
    .where('id', '=', leadId)
    .executeTakeFirst()
  return row !== undefined && row.customer_id !== null
}

/** Nobody else changes them until the transaction has ended. */
export const lockLeadsOfCustomer = (tx: TenantTx, customerId: string) =>
  tx.db
    .selectFrom('leads')
    .select(['id', 'status', 'customer_id'])
    .where('customer_id', '=', customerId)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()

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
