/** /api/v1/contacts and /api/v1/addresses. */
import {
  Address,
  AddressInput,
  AddressListQuery,
  AddressPatch,
  Contact,
  ContactInput,
  ContactListQuery,
  ContactPatch,
} from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import { readRecord } from '../../platform/records/read-record.ts'
import type { RecordDeps } from '../../platform/records/record-kind.ts'
import { addRecordRoutes } from '../../platform/records/record-routes.ts'
import { ADDRESSES, presentAddress } from './address.ts'
import { listAddresses } from './addresses.store.ts'
import { changeAddress, createAddress, removeAddress } from './change-address.ts'
import { changeContact, createContact, removeContact } from './change-contact.ts'
import { CONTACTS, presentContact } from './contact.ts'
import { listContacts } from './contacts.store.ts'

/** Who may change a customer or a lead may change its people and places. */
const rights = {
  read: 'customers:read',
  write: 'customers:write',
  remove: 'customers:write',
} as const

export const contactsRoutes =
  (deps: RecordDeps): FastifyPluginAsync =>
  async (plain) => {
    addRecordRoutes(plain, deps, {
      kind: CONTACTS,
      path: '/api/v1/contacts',
      tag: 'Customers',
      words: { one: 'a contact', many: 'contacts' },
      rights,
      shape: Contact,
      input: ContactInput,
      patch: ContactPatch,
      query: ContactListQuery,
      list: listContacts,
      present: presentContact,
      create: (call, input, keep) => createContact(deps, call, input, keep),
      read: (call, key) => readRecord(deps, call, CONTACTS, key, presentContact),
      change: (call, key, ifMatch, patch) => changeContact(deps, call, key, ifMatch, patch),
      remove: (call, key, ifMatch) => removeContact(deps, call, key, ifMatch),
    })
    addRecordRoutes(plain, deps, {
      kind: ADDRESSES,
      path: '/api/v1/addresses',
      tag: 'Customers',
      words: { one: 'an address', many: 'addresses' },
      rights,
      shape: Address,
      input: AddressInput,
      patch: AddressPatch,
      query: AddressListQuery,
      list: listAddresses,
      present: presentAddress,
      create: (call, input, keep) => createAddress(deps, call, input, keep),
      read: (call, key) => readRecord(deps, call, ADDRESSES, key, presentAddress),
      change: (call, key, ifMatch, patch) => changeAddress(deps, call, key, ifMatch, patch),
      remove: (call, key, ifMatch) => removeAddress(deps, call, key, ifMatch),
    })
  }
