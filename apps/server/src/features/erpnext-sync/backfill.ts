/** Reads a site in that was in use before, page by page in the order of names. A page that is read again changes nothing. */
import { isDeepStrictEqual } from 'node:util'
import { BACKFILL_KINDS, type Backfill } from '@insa/contracts'
import { settleDisputed } from './settle-disputed.ts'
import type { SiteZone } from './site-clock.ts'
import type { SiteLeads } from './site-leads.ts'
import type { SiteDeps } from './sync-deps.ts'
import { backfillOf, findSync, lockSync, writeBackfill } from './sync-state.store.ts'
import { BACKFILL_PRIORITY, type Taking, takeLeads } from './take-leads.ts'
import { type ReadPage, takeCustomers, takeOpportunities } from './take-records.ts'

const PAGE = 500

/** Pages in one go, so that what is due beside it gets its turn. */
const PAGES = 4

export interface Reading {
  deps: SiteDeps
  site: SiteLeads
  zone: SiteZone
  taking: Taking
}

/** @returns whether there is more of it. */
export async function continueBackfill(reading: Reading): Promise<boolean> {
  const { deps } = reading
  for (let page = 0; page < PAGES; page++) {
    deps.signal.throwIfAborted()
    const backfill = backfillOf(await deps.database.tenant(deps.organizationId, findSync))
    if (backfill?.status !== 'running') return false
    const read = await readPage(reading, backfill)
    await deps.database.tenant(deps.organizationId, async (tx) => {
      // Stopped by a person meanwhile, or begun anew.
      if (!isDeepStrictEqual(backfillOf(await lockSync(tx)), backfill)) return
      await writeBackfill(tx, advance(backfill, read, deps.now()))
      await deps.publish(tx, { type: 'erpnext.synced', leads: 0 })
    })
  }
  return true
}

async function readPage(
  { deps, site, zone, taking }: Reading,
  { kind, after, qualify }: Backfill,
): Promise<ReadPage> {
  if (kind === 'Customer') return takeCustomers(deps, { zone, after, limit: PAGE })
  if (kind === 'Opportunity') return takeOpportunities(deps, { zone, after, limit: PAGE })
  const leads = await site.list({
    filters: after === '' ? [] : [['name', '>', after]],
    orderBy: 'name asc',
    limit: PAGE,
  })
  const careful = {
    ...taking,
    openOnly: true,
    priority: qualify === 'open' ? BACKFILL_PRIORITY : null,
  }
  const { disputed } = await takeLeads(deps, leads, careful)
  await settleDisputed(deps, site, disputed, careful)
  return { count: leads.length, last: leads.length < PAGE ? null : (leads.at(-1)?.name ?? null) }
}

function advance(backfill: Backfill, { count, last }: ReadPage, now: Date): Backfill {
  const done = backfill.done + count
  if (last !== null) return { ...backfill, done, after: last }
  const kind = BACKFILL_KINDS[BACKFILL_KINDS.indexOf(backfill.kind) + 1]
  if (kind) return { ...backfill, done, kind, after: '' }
  return { ...backfill, done, status: 'done', finished_at: now.toISOString() }
}
