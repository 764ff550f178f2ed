/** Rows of `contacts`, the people of a customer or a lead, as the contract's shape. */
import { type Contact, ContactStatus } from '@insa/contracts'
import type { Selectable } from 'kysely'
import type { Contacts } from '../../platform/database/schema.generated.ts'
import { etagOf } from '../../platform/records/etag.ts'
import type { RecordKind } from '../../platform/records/record-kind.ts'

export type ContactRow = Omit<Selectable<Contacts>, 'search_text'>

export const CONTACTS: RecordKind = {
  noun: 'contact',
  table: 'contacts',
  columns: [
    'id',
    'organization_id',
    'erpnext_name',
    'first_name',
    'last_name',
    'full_name',
    'company_name',
    'designation',
    'email_id',
    'phone',
    'mobile_no',
    'status',
    'is_primary_contact',
    'customer_id',
    'lead_id',
    'version',
    'created_at',
    'updated_at',
  ],
  sorts: { full_name: 'text', created_at: 'time' },
}

export const presentContact = (row: ContactRow): Contact => ({
  id: row.id,
  erpnext_name: row.erpnext_name,
  first_name: row.first_name,
  last_name: row.last_name,
  full_name: row.full_name,
  company_name: row.company_name,
  designation: row.designation,
  email_id: row.email_id,
  phone: row.phone,
  mobile_no: row.mobile_no,
  status: ContactStatus.parse(row.status),
  is_primary_contact: row.is_primary_contact,
  customer_id: row.customer_id,
  lead_id: row.lead_id,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
  etag: etagOf(row),
})
