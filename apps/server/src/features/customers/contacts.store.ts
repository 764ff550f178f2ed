/** The only SQL about `contacts`, and about addresses that go with them, beside what every kind of record shares. */
import type { ContactListQuery } from '@insa/contracts'
import { sql } from 'kysely'
import type { TenantTx } from '../../platform/database/database.ts'
import type { Cursor } from '../../platform/http/cursor.ts'
import { equal, listRecords } from '../../platform/records/records.store.ts'
import { CONTACTS, type ContactRow } from './contact.ts'

export const listContacts = (
  tx: TenantTx,
  { q, sort, limit, cursor: _, email_id, ...filters }: ContactListQuery,
  after: Cursor | null,
): Promise<ContactRow[]> =>
  listRecords<ContactRow>(tx, CONTACTS, {
    where: [
      ...(email_id ? [sql<boolean>`lower(email_id) = lower(${email_id})`] : []),
      ...equal('contacts', filters),
    ],
    q,
    sort,
    limit,
    after,
  })

/** A customer has one primary contact at most. */
export async function takePrimaryFromOthers(
  tx: TenantTx,
  { id, customer_id }: Pick<ContactRow, 'id' | 'customer_id'>,
): Promise<void> {
  if (!customer_id) return
  await sql`
    update contacts set is_primary_contact = false, version = version + 1
    where customer_id = ${customer_id} and id <> ${id} and is_primary_contact`.execute(tx.db)
}

/** The people of a lead are its customer's from now on. @returns how many. */
export async function adoptContacts(
  tx: TenantTx,
  leadId: string,
  customerId: string,
): Promise<number> {
  const { numAffectedRows } = await sql`
    update contacts set customer_id = ${customerId} where lead_id = ${leadId} and customer_id is null`.execute(
    tx.db,
  )
  await sql`
    update addresses set customer_id = ${customerId} where lead_id = ${leadId} and customer_id is null`.execute(
    tx.db,
  )
  return Number(numAffectedRows ?? 0)
}

/** Before others come along: `into` keeps its own primary contact, and gets theirs where it has none. */
export async function keepOnePrimary(tx: TenantTx, from: string, into: string): Promise<void> {
  await sql`
    update contacts set is_primary_contact = false
    where customer_id = ${from} and is_primary_contact
      and exists (select 1 from contacts k where k.customer_id = ${into} and k.is_primary_contact)`.execute(
    tx.db,
  )
}

/** @returns how many contacts and addresses there were. */
export async function deletePeople(tx: TenantTx, customerId: string): Promise<number> {
  const contacts = await sql`delete from contacts where customer_id = ${customerId}`.execute(tx.db)
  const addresses = await sql`delete from addresses where customer_id = ${customerId}`.execute(
    tx.db,
  )
  return Number(contacts.numAffectedRows ?? 0) + Number(addresses.numAffectedRows ?? 0)
}
