/** Reads a customer and its history. */
import type {
  Customer,
  HistoryEntry,
  HistoryKind,
  HistoryQuery,
  Page,
  Permission,
} from '@insa/contracts'
import { decodeCursor, toPage } from '../../platform/http/cursor.ts'
import { notFound } from '../../platform/http/errors.ts'
import type { Call } from '../../platform/records/record-kind.ts'
import { presentCounted } from './count-customers.ts'
import { presentEntry, readHistory } from './customer-history.store.ts'
import { findCustomer } from './customers.store.ts'
import type { CustomersDeps } from './customers-deps.ts'

/** @throws AppError 404. */
export const readCustomer = (deps: CustomersDeps, call: Call, key: string): Promise<Customer> =>
  deps.database.tenant(call.actor.organizationId, async (tx) => {
    const row = await findCustomer(tx, key)
    if (!row) throw notFound('customer', key)
    return presentCounted(deps, tx, row)
  })

/** A key that is narrowed to customers reads nothing here that it could not read elsewhere. */
const RIGHTS: Record<HistoryKind, Permission> = {
  lead: 'leads:read',
  score: 'leads:read',
  execution: 'executions:read',
  opportunity: 'opportunities:read',
  stage_change: 'opportunities:read',
  activity: 'activities:read',
  mail: 'mail:read',
  project: 'projects:read',
  merge: 'customers:read',
}

/** @throws AppError 404, 422 for the cursor of another list. */
export async function readCustomerHistory(
  deps: CustomersDeps,
  { actor }: Call,
  key: string,
  query: HistoryQuery,
): Promise<Page<HistoryEntry>> {
  const after = decodeCursor(query.cursor)
  const kinds = (Object.keys(RIGHTS) as HistoryKind[]).filter((k) =>
    actor.permissions.has(RIGHTS[k]),
  )
  const rows = await deps.database.tenant(actor.organizationId, async (tx) => {
    const customer = await findCustomer(tx, key)
    if (!customer) throw notFound('customer', key)
    return readHistory(tx, customer.id, kinds, query, after)
  })
  return toPage(rows, query.limit, (row) => [row.at.toISOString(), row.id], presentEntry)
}
