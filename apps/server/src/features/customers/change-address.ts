/** Creates, changes and removes an address. */
import type { Address, AddressInput, AddressPatch } from '@insa/contracts'
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
import { ADDRESSES, type AddressRow, presentAddress } from './address.ts'
import { partDeed } from './part-deed.ts'

export const createAddress = (
  deps: RecordDeps,
  call: Call,
  input: AddressInput,
  keep: KeepAnswer<Address>,
): Promise<Address> =>
  deps.database.tenant(call.actor.organizationId, async (tx) => {
    await checkReferences(tx, {
      customer_id: ['customers', input.customer_id],
      lead_id: ['leads', input.lead_id],
    })
    const row = await insertRecord<AddressRow>(tx, ADDRESSES, input)
    await noteDeed(deps, tx, call, partDeed('address', 'created', row))
    const address = presentAddress(row)
    await keep(tx, address)
    return address
  })

/** @throws AppError 404, 428 without `If-Match`, 412 when it was changed since. */
export const changeAddress = (
  deps: RecordDeps,
  call: Call,
  key: string,
  ifMatch: string | undefined,
  patch: AddressPatch,
): Promise<Address> =>
  deps.database.tenant(call.actor.organizationId, async (tx) => {
    const found = await findRecord<AddressRow>(tx, ADDRESSES, key)
    if (!found) throw notFound('address', key)
    requireMatch(ifMatch, found, 'address')
    const row = await updateRecord<AddressRow>(tx, ADDRESSES, found, patch)
    if (!row) throw stale('address')
    const fields = { fields: Object.keys(patch) }
    await noteDeed(deps, tx, call, partDeed('address', 'updated', row, fields))
    return presentAddress(row)
  })

/** @throws AppError 404, 412 when it was changed since. */
export const removeAddress = (
  deps: RecordDeps,
  call: Call,
  key: string,
  ifMatch: string | undefined,
): Promise<void> =>
  deps.database.tenant(call.actor.organizationId, async (tx) => {
    const found = await findRecord<AddressRow>(tx, ADDRESSES, key, { lock: true })
    if (!found) throw notFound('address', key)
    refuseStale(ifMatch, found, 'address')
    await deleteRecord(tx, ADDRESSES, found.id)
    await noteDeed(deps, tx, call, partDeed('address', 'deleted', found))
  })
