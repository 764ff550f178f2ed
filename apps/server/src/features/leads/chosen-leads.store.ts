/** Which leads a batch is about: counted before the start, then taken in the order of their ids. */
import type { LeadFilter } from '@insa/contracts'
import { sql } from 'kysely'
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
  const row = await (await chosenLeads(tx, chosen))
    .select((eb) => [
      eb.fn.countAll<number>().as('found'),
      sql<number>`count(*) filter (where ${IS_WAITING})`.as('waiting'),
      sql<number>`coalesce(avg(octet_length(message)), 0)::float8`.as('messageBytes'),
    ])
    .executeTakeFirstOrThrow()
  return { ...row, found: Number(row.found), waiting: Number(row.waiting) }
}

/** Those after `after`, but no lead that came since `until` and none that waits already. */
export async function nextChosen(
  tx: TenantTx,
  chosen: Chosen,
  { after, until, limit }: { after: string | null; until: Date; limit: number },
): Promise<string[]> {
  let q = (await chosenLeads(tx, chosen))
    .select('id')
    .where('created_at', '<=', until)
    .where(sql<boolean>`not ${IS_WAITING}`)
  if (after) q = q.where('id', '>', after)
  const rows = await q.orderBy('id').limit(limit).execute()
  return rows.map((r) => r.id)
}

async function chosenLeads(tx: TenantTx, chosen: Chosen) {
  if ('ids' in chosen)
    return filteredLeads(tx, {}).where(sql<boolean>`leads.id = any(${chosen.ids}::uuid[])`)
  const found = await searched(tx, chosen.filter.q)
  const q = filteredLeads(tx, chosen.filter)
  return found ? q.where(found) : q
}

const IS_WAITING = sql<boolean>`exists (select from agent_executions e
  where e.lead_id = leads.id and e.agent_type = ${sql.lit(LEAD_QUALIFICATION)}
    and e.status in ('queued', 'running', 'waiting_approval') and e.replay is null)`
