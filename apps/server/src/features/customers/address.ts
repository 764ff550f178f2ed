/** Rows of `addresses` as the contract's shape. */
import { type Address, AddressType } from '@insa/contracts'
import type { Selectable } from 'kysely'
import type { Addresses } from '../../platform/database/schema.generated.ts'
import { etagOf } from '../../platform/records/etag.ts'
import type { RecordKind } from '../../platform/records/record-kind.ts'

export type AddressRow = Omit<Selectable<Addresses>, 'search_text'>

export const ADDRESSES: RecordKind = {
  noun: 'address',
  table: 'addresses',
  columns: [
    'id',
    'organization_id',
    'erpnext_name',
    'address_title',
    'address_type',
    'address_line1',
    'address_line2',
    'city',
    'state',
    'pincode',
    'country',
    'email_id',
    'phone',
    'is_primary_address',
    'is_shipping_address',
    'customer_id',
    'lead_id',
    'version',
    'created_at',
    'updated_at',
  ],
  sorts: { city: 'text', created_at: 'time' },
}

export const presentAddress = (row: AddressRow): Address => ({
  id: row.id,
  erpnext_name: row.erpnext_name,
  address_title: row.address_title,
  address_type: AddressType.parse(row.address_type),
  address_line1: row.address_line1,
  address_line2: row.address_line2,
  city: row.city,
  state: row.state,
  pincode: row.pincode,
  country: row.country,
  email_id: row.email_id,
  phone: row.phone,
  is_primary_address: row.is_primary_address,
  is_shipping_address: row.is_shipping_address,
  customer_id: row.customer_id,
  lead_id: row.lead_id,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
  etag: etagOf(row),
})
