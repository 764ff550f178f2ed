/** The only SQL about `activities`, beside what every kind of record shares. */
import type { ActivityListQuery } from '@insa/contracts'
import { sql } from 'kysely'
import type { TenantTx } from '../../platform/database/database.ts'
import type { Cursor } from '../../platform/http/cursor.ts'
import { equal, listRecords } from '../../platform/records/records.store.ts'
import { ACTIVITIES, type ActivityRow } from './activity.ts'

export const listActivities = (
  tx: TenantTx,
  { q, sort, limit, cursor: _, due_until, ...filters }: ActivityListQuery,
  after: Cursor | null,
): Promise<ActivityRow[]> =>
  listRecords<ActivityRow>(tx, ACTIVITIES, {
    where: [
      ...(due_until ? [sql<boolean>`activities.date <= ${due_until}::date`] : []),
      ...equal('activities', filters),
    ],
    q,
    sort,
    limit,
    after,
  })

/** What was said and done with a customer, about the customer itself, its opportunities and its projects. @returns how many. */
export async function eraseActivities(tx: TenantTx, customerId: string): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from activities where customer_id = ${customerId}
      or opportunity_id in (select id from opportunities where customer_id = ${customerId})
      or project_id in (select id from projects where customer_id = ${customerId})`.execute(tx.db)
  return Number(numAffectedRows ?? 0)
}
