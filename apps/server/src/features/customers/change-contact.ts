/** Creates, changes and removes a contact. */
import type { Contact, ContactInput, ContactPatch } from '@insa/contracts'
import { notFound, stale } from '../../platform/http/errors.ts'
import type { KeepAnswer } from '../../platform/http/idempotency.ts'
import { refuseStale, requireMatch } from '../../platform/records/etag.ts'
import { noteDeed } from '../../platform/records/note-deed.ts'
import type { Call, RecordDeps } from '../../platform/records/record-kind.ts'
import {
  checkReferences,
  deleteRecord,
  findRecord,
  insertRecord,
  updateRecord,
} from '../../platform/records/records.store.ts'
import { CONTACTS, type ContactRow, presentContact } from './contact.ts'
import { takePrimaryFromOthers } from './contacts.store.ts'
import { partDeed } from './part-deed.ts'

export const createContact = (
  deps: RecordDeps,
  call: Call,
  input: ContactInput,
  keep: KeepAnswer<Contact>,
): Promise<Contact> =>
  deps.database.tenant(call.actor.organizationId, async (tx) => {
    await checkReferences(tx, {
      customer_id: ['customers', input.customer_id],
      lead_id: ['leads', input.lead_id],
    })
    const row = await insertRecord<ContactRow>(tx, CONTACTS, input)
    if (row.is_primary_contact) await takePrimaryFromOthers(tx, row)
    await noteDeed(deps, tx, call, partDeed('contact', 'created', row))
    const contact = presentContact(row)
    await keep(tx, contact)
    return contact
  })

/** @throws AppError 404, 428 without `If-Match`, 412 when it was changed since. */
export const changeContact = (
  deps: RecordDeps,
  call: Call,
  key: string,
  ifMatch: string | undefined,
  patch: ContactPatch,
): Promise<Contact> =>
  deps.database.tenant(call.actor.organizationId, async (tx) => {
    const found = await findRecord<ContactRow>(tx, CONTACTS, key)
    if (!found) throw notFound('contact', key)
    requireMatch(ifMatch, found, 'contact')
    const row = await updateRecord<ContactRow>(tx, CONTACTS, found, patch)
    if (!row) throw stale('contact')
    if (row.is_primary_contact) await takePrimaryFromOthers(tx, row)
    const fields = { fields: Object.keys(patch) }
    await noteDeed(deps, tx, call, partDeed('contact', 'updated', row, fields))
    return presentContact(row)
  })

/** @throws AppError 404, 412 when it was changed since. */
export const removeContact = (
  deps: RecordDeps,
  call: Call,
  key: string,
  ifMatch: string | undefined,
): Promise<void> =>
  deps.database.tenant(call.actor.organizationId, async (tx) => {
    const found = await findRecord<ContactRow>(tx, CONTACTS, key, { lock: true })
    if (!found) throw notFound('contact', key)
    refuseStale(ifMatch, found, 'contact')
    await deleteRecord(tx, CONTACTS, found.id)
    await noteDeed(deps, tx, call, partDeed('contact', 'deleted', found))
  })
