/** Two records of one customer become one: nothing is lost, and the duplicate leads to where all it had has gone. */
import type { Customer, CustomerMerge } from '@insa/contracts'
import type { TenantTx } from '../../platform/database/database.ts'
import { conflict, invalid, notFound, stale } from '../../platform/http/errors.ts'
import { actorLabel } from '../../platform/identity/actor.ts'
import { refuseStale } from '../../platform/records/etag.ts'
import { noteDeed } from '../../platform/records/note-deed.ts'
import type { Call } from '../../platform/records/record-kind.ts'
import { findRecord, updateRecord, type Values } from '../../platform/records/records.store.ts'
import { keepOnePrimary } from './contacts.store.ts'
import { presentCounted } from './count-customers.ts'
import { CUSTOMERS, type CustomerRow } from './customer.ts'
import { CUSTOMERS_OWN } from './customer-of-lead.ts'
import { leaveTrail, lockCustomer } from './customers.store.ts'
import type { CustomersDeps } from './customers-deps.ts'

/** Facts that the one that stays takes over where it has none of its own. */
const TAKEN_OVER = [
  'customer_group',
  'territory',
  'industry',
  'market_segment',
  'website',
  'tax_id',
  'default_currency',
  'email_id',
  'mobile_no',
  'account_manager',
  'customer_details',
  'lead_id',
  'opportunity_id',
] as const

/**
 * Asked again, it answers as the first time.
 * @throws AppError 404, 409 where either was merged elsewhere, 412 when it was changed since, 422 for itself.
 */
export const mergeCustomers = (
  deps: CustomersDeps,
  call: Call,
  key: string,
  ifMatch: string | undefined,
  { customer_id }: CustomerMerge,
): Promise<Customer> =>
  deps.database.tenant(call.actor.organizationId, async (tx) => {
    const { id } = await lockBoth(tx, key, customer_id)
    const into = await lockCustomer(tx, id)
    if (into.id === customer_id) throw itself()
    const from = await findRecord<CustomerRow>(tx, CUSTOMERS, customer_id)
    if (!from) throw unknown(customer_id)
    if (from.merged_into === into.id) return presentCounted(deps, tx, into)
    if (from.merged_into) {
      throw conflict(
        'customer.merged',
        `That customer was merged into ${from.merged_into} already.`,
      )
    }
    refuseStale(ifMatch, into, 'customer')
    await keepOnePrimary(tx, from.id, into.id)
    const moved: Record<string, number> = {}
    for (const [what, follow] of Object.entries({ ...CUSTOMERS_OWN, ...deps.followers })) {
      moved[what] = await follow(tx, from.id, into.id)
    }
    await leaveTrail(tx, from.id, into.id, actorLabel(call.actor))
    const values: Values = Object.fromEntries(
      TAKEN_OVER.filter((f) => into[f] === null && from[f] !== null).map((f) => [f, from[f]]),
    )
    const row = await updateRecord<CustomerRow>(tx, CUSTOMERS, into, values)
    if (!row) throw stale('customer')
    await noteDeed(deps, tx, call, {
      action: 'customer.merged',
      subject: { type: 'customer', id: into.id },
      details: { merged_customer_id: from.id, moved, taken_over: Object.keys(values) },
      events: [{ type: 'customer.merged', customer_id: into.id, merged_customer_id: from.id }],
    })
    return presentCounted(deps, tx, row)
  })

/** In the order of their ids, so that two merges of the same two, either way round, do not wait for each other. */
async function lockBoth(tx: TenantTx, key: string, other: string): Promise<CustomerRow> {
  const found = await findRecord<CustomerRow>(tx, CUSTOMERS, key)
  if (!found) throw notFound('customer', key)
  for (const id of [found.id, other].sort()) {
    await findRecord<CustomerRow>(tx, CUSTOMERS, id, { lock: true })
  }
  return found
}

const itself = () =>
  invalid([
    {
      path: 'customer_id',
      code: 'same_customer',
      message: 'A customer cannot be merged into itself.',
    },
  ])

const unknown = (id: string) =>
  invalid([{ path: 'customer_id', code: 'not_found', message: `There is no customer ${id}.` }])
