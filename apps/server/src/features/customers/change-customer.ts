/** Creates, changes and removes a customer. */
import type { Customer, CustomerInput, CustomerPatch } from '@insa/contracts'
import { conflict, stale } from '../../platform/http/errors.ts'
import type { KeepAnswer } from '../../platform/http/idempotency.ts'
import { refuseStale, requireMatch } from '../../platform/records/etag.ts'
import { noteDeed } from '../../platform/records/note-deed.ts'
import type { Call } from '../../platform/records/record-kind.ts'
import { deleteRecord, insertRecord, updateRecord } from '../../platform/records/records.store.ts'
import { presentCounted } from './count-customers.ts'
import { CUSTOMERS, type CustomerRow, presentCustomer } from './customer.ts'
import { lockCustomer } from './customers.store.ts'
import type { CustomersDeps } from './customers-deps.ts'

export const deed = (
  what: 'created' | 'updated' | 'deleted' | 'erased',
  { id }: { id: string },
  details?: Record<string, unknown>,
) => ({
  action: `customer.${what}`,
  subject: { type: 'customer', id },
  ...(details ? { details } : {}),
  events: [{ type: `customer.${what}`, customer_id: id } as const],
})

export const createCustomer = (
  deps: CustomersDeps,
  call: Call,
  input: CustomerInput,
  keep: KeepAnswer<Customer>,
): Promise<Customer> =>
  deps.database.tenant(call.actor.organizationId, async (tx) => {
    const row = await insertRecord<CustomerRow>(tx, CUSTOMERS, input)
    await noteDeed(deps, tx, call, deed('created', row))
    const customer = presentCustomer({ ...row, open_opportunities: 0 })
    await keep(tx, customer)
    return customer
  })

/**
 * Changes the fields sent.
 * @throws AppError 404, 409 for a merged duplicate, 428 without `If-Match`, 412 when it was changed since.
 */
export const changeCustomer = (
  deps: CustomersDeps,
  call: Call,
  key: string,
  ifMatch: string | undefined,
  patch: CustomerPatch,
): Promise<Customer> =>
  deps.database.tenant(call.actor.organizationId, async (tx) => {
    const found = await lockCustomer(tx, key)
    requireMatch(ifMatch, found, 'customer')
    const row = await updateRecord<CustomerRow>(tx, CUSTOMERS, found, patch)
    if (!row) throw stale('customer')
    await noteDeed(deps, tx, call, deed('updated', row, { fields: Object.keys(patch) }))
    return presentCounted(deps, tx, row)
  })

/** PostgreSQL's foreign_key_violation. */
const STILL_POINTED_AT = '23503'

/**
 * With contacts, addresses and activities. Opportunities and projects keep it, as ERPNext's documents do.
 * @throws AppError 404, 409 where it has those, 412 when it was changed since.
 */
export async function removeCustomer(
  deps: CustomersDeps,
  call: Call,
  key: string,
  ifMatch: string | undefined,
): Promise<void> {
  try {
    await deps.database.tenant(call.actor.organizationId, async (tx) => {
      const found = await lockCustomer(tx, key)
      refuseStale(ifMatch, found, 'customer')
      await deps.releaseLeads(tx, call, found.id)
      await deleteRecord(tx, CUSTOMERS, found.id)
      await noteDeed(deps, tx, call, deed('deleted', found))
    })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === STILL_POINTED_AT)) throw error
    throw conflict(
      'customer.in_use',
      'This customer has opportunities or projects. Merge it into another one, disable it, or remove those first.',
    )
  }
}
