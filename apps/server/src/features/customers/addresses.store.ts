/** The only SQL about `addresses`, beside what every kind of record shares. */
import type { AddressListQuery } from '@insa/contracts'
import type { TenantTx } from '../../platform/database/database.ts'
import type { Cursor } from '../../platform/http/cursor.ts'
import { equal, listRecords } from '../../platform/records/records.store.ts'
import { ADDRESSES, type AddressRow } from './address.ts'

export const listAddresses = (
  tx: TenantTx,
  { q, sort, limit, cursor: _, ...filters }: AddressListQuery,
  after: Cursor | null,
): Promise<AddressRow[]> =>
  listRecords<AddressRow>(tx, ADDRESSES, {
    where: equal('addresses', filters),
    q,
    sort,
    limit,
    after,
  })
