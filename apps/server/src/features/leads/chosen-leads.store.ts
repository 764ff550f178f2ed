/** Which leads a batch is about: counted before the start, then taken in the order of their ids. */
import type { LeadFilter } from '@insa/contracts'
import { sql } from 'kysely'
import type { NextSubjects } from '../../platform/batches/look-after-batch.ts'
import type { TenantTx } from '../../platform/database/database.ts'
import { filteredLeads } from './leads.store.ts'
import { LEAD_QUALIFICATION } from './request-qualification.ts'
import { searched } from './search-leads.store.ts'

/** By a filter, or one by one. */
export type Chosen = { filter: LeadFilter } | { ids: readonly string[] }

export interface ChosenCount {
  /** That there are. */
  found: number
  /** Of those, with a qualification that is queued or runs. */
  waiting: number
  /** Of one message, on average. */
  messageBytes: number
}

export async function countChosen(tx: TenantTx, chosen: Chosen): Promise<ChosenCount> {
  const q = await chosenLeads(tx, chosen)
  const all = await q
    .select((eb) => [
      eb.fn.countAll<number>().as('found'),
      sql<number>`coalesce(avg(octet_length(message)), 0)::float8`.as('messageBytes'),
    ])
    .executeTakeFirstOrThrow()
  // An array, for it is made once: by a subquery, where the planner knows nothing of a table yet, each lead walks over all that wait.
  const waiting = await q
    .where(
      sql<boolean>`leads.id = any(array(select e.lead_id from agent_executions e where ${WAITS}))`,
    )
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return { ...all, found: Number(all.found), waiting: Number(waiting.count) }
}

/** Those after `after`, but no lead that came since `until` and none that waits already. */
export async function nextChosen(
  tx: TenantTx,
  chosen: Chosen,
  { after, until, limit }: { after: string | null; until: Date; limit: number },
): Promise<NextSubjects> {
  let q = (await chosenLeads(tx, chosen)).select('id').where('created_at', '<=', until)
  if (after) q = q.where('id', '>', after)
  const ids = (await q.orderBy('id').limit(limit).execute()).map((r) => r.id)
  const { rows } = await sql<{ lead_id: string }>`
    select e.lead_id from agent_executions e where e.lead_id = any(${ids}::uuid[]) and ${WAITS}`.execute(
    tx.db,
  )
  const waiting = new Set(rows.map((r) => r.lead_id))
  return {
    subjects: ids.filter((id) => !waiting.has(id)),
    lookedTo: ids.at(-1) ?? after,
    isAll: ids.length < limit,
  }
}

async function chosenLeads(tx: TenantTx, chosen: Chosen) {
  if ('ids' in chosen)
    return filteredLeads(tx, {}).where(sql<boolean>`leads.id = any(${chosen.ids}::uuid[])`)
  const found = await searched(tx, chosen.filter.q)
  const q = filteredLeads(tx, chosen.filter)
  return found ? q.where(found) : q
}

const WAITS = sql<boolean>`e.agent_type = ${sql.lit(LEAD_QUALIFICATION)}
  and e.status in ('queued', 'running', 'waiting_approval') and e.replay is null`
