/** Other customers that may be the same one: shown with a confidence and the reasons, merged only by a person. */
import type { CustomerDuplicate } from '@insa/contracts'
import { notFound } from '../../platform/http/errors.ts'
import type { Call } from '../../platform/records/record-kind.ts'
import { countCustomers } from './count-customers.ts'
import { type CustomerRow, presentCustomer } from './customer.ts'
import { findCustomer, similarCustomers } from './customers.store.ts'
import type { CustomersDeps } from './customers-deps.ts'

export const findDuplicates = (
  deps: CustomersDeps,
  call: Call,
  key: string,
): Promise<CustomerDuplicate[]> =>
  deps.database.tenant(call.actor.organizationId, async (tx) => {
    const found = await findCustomer(tx, key)
    if (!found) throw notFound('customer', key)
    const similar = await similarCustomers(tx, found.id)
    const counted = await countCustomers(
      deps,
      tx,
      similar.map((s) => s.customer),
    )
    return counted
      .map((row, i) => ({
        customer: presentCustomer(row),
        ...compare(found, row, similar[i]?.similarity ?? 0),
      }))
      .sort((a, b) => b.confidence - a.confidence)
  })

const same = (a: string | null, b: string | null) =>
  a !== null && a.toLowerCase() === b?.toLowerCase()

/** @param similarity of the two names, 0–1. */
function compare(
  a: CustomerRow,
  b: CustomerRow,
  similarity: number,
): { confidence: number; reasons: string[] } {
  const certain = [
    ...(same(a.tax_id, b.tax_id) ? ['Same tax number'] : []),
    ...(same(a.email_id, b.email_id) ? ['Same e-mail address'] : []),
  ]
  const name = similarity === 0 ? [] : [similarity > 0.99 ? 'Same name' : 'Similar name']
  return {
    confidence: certain.length > 0 ? 1 : Number((similarity * 0.9).toFixed(2)),
    reasons: [...certain, ...name],
  }
}
