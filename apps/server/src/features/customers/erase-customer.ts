/**
 * Takes out for good who a customer's people are and what they wrote. What the books need stays, without a name: the
 * opportunities' amounts, stages and fates, the projects' dates.
 */
import type { Customer, CustomerErasure } from '@insa/contracts'
import { stale } from '../../platform/http/errors.ts'
import { noteDeed } from '../../platform/records/note-deed.ts'
import type { Call } from '../../platform/records/record-kind.ts'
import { updateRecord } from '../../platform/records/records.store.ts'
import { deed } from './change-customer.ts'
import { deletePeople } from './contacts.store.ts'
import { presentCounted } from './count-customers.ts'
import { CUSTOMERS, type CustomerRow } from './customer.ts'
import { eraseTrails, lockCustomer } from './customers.store.ts'
import type { CustomersDeps } from './customers-deps.ts'

/** What an erased customer is called from then on. */
const NOBODY = 'Erased customer'

/** Asked again, it answers as the first time. @throws AppError 404, 409 for a merged duplicate. */
export const eraseCustomer = (
  deps: CustomersDeps,
  call: Call,
  key: string,
  { reason }: CustomerErasure,
): Promise<Customer> =>
  deps.database.tenant(call.actor.organizationId, async (tx) => {
    const found = await lockCustomer(tx, key)
    if (found.erased_at) return presentCounted(deps, tx, found)
    const removed: Record<string, number> = { people: await deletePeople(tx, found.id) }
    for (const [what, erase] of Object.entries(deps.erasers)) {
      removed[what] = await erase(tx, found.id)
    }
    await eraseTrails(tx, found.id, NOBODY)
    const row = await updateRecord<CustomerRow>(tx, CUSTOMERS, found, {
      customer_name: NOBODY,
      website: null,
      tax_id: null,
      email_id: null,
      mobile_no: null,
      customer_details: null,
      territory: null,
      disabled: true,
      erased_at: new Date(),
    })
    if (!row) throw stale('customer')
    await noteDeed(deps, tx, call, deed('erased', row, { reason, removed }))
    return presentCounted(deps, tx, row)
  })
