/**
 * The exchange itself: one process at a time looks at hints, reads what has changed, goes on reading in, compares names, sends what
 * waits. A site that does not serve us is left alone for a while and then tried again; nothing is lost meanwhile, for all of it is rows.
 */
import { randomUUID } from 'node:crypto'
import { FrappeFailure } from '@insa/mcp-servers/erpnext'
import { type Repeating, repeat } from '../../platform/processes/repeat.ts'
import { readSetting } from '../../platform/settings/settings.store.ts'
import { continueBackfill } from './backfill.ts'
import { compareNames, type SiteName } from './compare-names.ts'
import { holdClaim } from './hold-claim.ts'
import { newestCreation, OVERLAP_MS, pollLeads } from './poll-leads.ts'
import { qualifyArrivals } from './qualify-arrivals.ts'
import { notSetUp } from './send-lead.ts'
import { sendWaiting } from './send-waiting.ts'
import { settleDisputed } from './settle-disputed.ts'
import { readSiteZone, type SiteZone } from './site-clock.ts'
import { type SiteLead, type SiteLeads, siteLeads } from './site-leads.ts'
import type { SiteDeps, SyncDeps } from './sync-deps.ts'
import { ownProblem, problemOf, retryAt, stopsAll } from './sync-problem.ts'
import { ERPNEXT_SYNC } from './sync-settings.ts'
import {
  backfillOf,
  beginSync,
  changeSync,
  claimSync,
  findSync,
  noteAway,
  noteCompared,
  noteServed,
  releaseSync,
  type SyncRow,
} from './sync-state.store.ts'
import { takeHints } from './take-hints.ts'
import { ARRIVAL_PRIORITY, type Taking, takeLeads } from './take-leads.ts'

/** Milliseconds between two looks at what has changed; webhooks are looked at as they come. */
const POLL_MS = 30_000
const COMPARE_MS = 60 * 60_000

/** Milliseconds by which the site's clock may be off ours without being taken for wrong. */
const CLOCKS_DIFFER_MS = 10 * 60_000

/** Milliseconds between two looks at the queue. */
const TICK_MS = 2_000

export interface SyncLoop extends Repeating {
  /** One go at all that is due. @returns whether there is more. */
  tick(): Promise<boolean>
}

export function createSyncLoop(deps: SyncDeps): SyncLoop {
  const self = randomUUID()
  const loop = repeat((signal) => oneGo(deps, self, signal), {
    everyMs: TICK_MS,
    onError: (error) => deps.logger.error({ err: error }, 'The exchange with ERPNext failed'),
  })
  return {
    ...loop,
    start() {
      if (deps.client !== null) loop.start()
    },
    tick: () => oneGo(deps, self, new AbortController().signal),
  }
}

async function oneGo(
  { client, ...deps }: SyncDeps,
  self: string,
  signal: AbortSignal,
): Promise<boolean> {
  const organizationId = client === null ? null : await deps.organization()
  if (client === null || organizationId === null) return false
  const row = await deps.database.tenant(organizationId, async (tx) => {
    const known = await findSync(tx)
    // Whether another address is another site, with other leads under the same names, a person has to say.
    if (known && known.site_url !== client.url) return undefined
    if (!known) await beginSync(tx, client.url)
    if (known?.retry_at && known.retry_at > deps.now()) return undefined
    if ((await readSetting(tx, ERPNEXT_SYNC)).paused) return undefined
    return claimSync(tx, self, deps.now(), deps.patience.leaseMs)
  })
  if (!row) return false
  const renew = async () => {
    signal.throwIfAborted()
    const held = await deps.database.tenant(organizationId, (tx) =>
      claimSync(tx, self, deps.now(), deps.patience.leaseMs),
    )
    if (!held) throw new TakenOver('Another process has taken the exchange with ERPNext over.')
    return held
  }
  const claim = holdClaim(renew, deps.patience.renewMs)
  const ends = AbortSignal.any([signal, claim.lost])
  const work: SiteDeps = { ...deps, client, organizationId, signal: ends }
  try {
    return await exchange(work, renew)
  } catch (error) {
    const isFailure = error instanceof FrappeFailure
    if (!isFailure && (ends.aborted || error instanceof TakenOver)) throw error
    await leaveAlone(work, row, error)
    return false
  } finally {
    await claim.end()
    await deps.database.tenant(organizationId, (tx) => releaseSync(tx, self)).catch(() => undefined)
  }
}

class TakenOver extends Error {}

/** Also where we ourselves fail: at every tick anew it would hold up all that comes after it, and nobody would be told. */
async function leaveAlone(deps: SiteDeps, row: SyncRow, error: unknown): Promise<void> {
  const now = deps.now()
  const isTheirs = error instanceof FrappeFailure
  if (!isTheirs) deps.logger.error({ err: error }, 'The exchange with ERPNext failed')
  else if (!stopsAll(error)) deps.logger.warn({ err: error }, 'ERPNext refused the exchange')
  const problem = isTheirs ? problemOf(error, now) : ownProblem(now)
  await deps.database.tenant(deps.organizationId, async (tx) => {
    const retry = retryAt(
      error,
      { failures: row.failures, firstMs: deps.patience.siteRetryMs },
      now,
    )
    const away = { problem, retryAt: retry, now }
    await noteAway(tx, away)
    if (row.failures === 0) await deps.publish(tx, { type: 'erpnext.synced', leads: 0 })
  })
}

async function exchange(deps: SiteDeps, renew: () => Promise<SyncRow>): Promise<boolean> {
  const site = siteLeads(deps.client, deps.signal)
  const fields = await site.fields()
  const zone = await zoneOf(deps)
  const taking: Taking = {
    priority: ARRIVAL_PRIORITY,
    createdAt: (lead) => earlier(zone.toInstant(lead.creation ?? lead.modified), deps.now()),
  }
  let isMore = await takeHints(deps, site, taking)
  await poll(deps, site, taking, { row: await renew(), zone })
  isMore = (await continueBackfill({ deps, site, zone, taking })) || isMore
  await compare(deps, site, taking, await renew())
  const settings = await deps.database.tenant(deps.organizationId, (tx) =>
    readSetting(tx, ERPNEXT_SYNC),
  )
  const sending = { deps, site, fields, zone, settings, links: new Map() }
  isMore = (await sendWaiting(sending)) || isMore
  await qualifyArrivals(deps)
  const missing = fields.has.has('custom_insa_id') ? null : problemOf(notSetUp(), deps.now())
  const before = await renew()
  if (before.away_since !== null || (before.problem === null) !== (missing === null))
    await deps.database.tenant(deps.organizationId, async (tx) => {
      await noteServed(tx, missing && { ...missing, code: 'not_set_up', todo: SET_UP })
      await deps.publish(tx, { type: 'erpnext.synced', leads: 0 })
    })
  return isMore
}

const SET_UP = 'An administrator makes them with: insa erpnext setup --apply'

async function poll(
  deps: SiteDeps,
  site: SiteLeads,
  taking: Taking,
  { row, zone }: { row: SyncRow; zone: SiteZone },
): Promise<void> {
  const now = deps.now()
  const isAsked = row.asked_at !== null
  if (!isAsked && row.polled_at !== null && now.getTime() - row.polled_at.getTime() < POLL_MS)
    return
  if (row.arrivals_after === null) {
    const arrivals_after = await newestCreation(site, siteText(zone, now, CLOCKS_DIFFER_MS))
    await deps.database.tenant(deps.organizationId, (tx) => changeSync(tx, { arrivals_after }))
  }
  const at = {
    cursor: row.cursor_modified,
    settled: row.polled_at && siteText(zone, row.polled_at, -(OVERLAP_MS + CLOCKS_DIFFER_MS)),
    now: siteText(zone, now),
  }
  // What is read again is not new by that: it may be from before the connection.
  const isNew = (lead: SiteLead) =>
    (row.cursor_modified !== null && lead.modified > row.cursor_modified) || isWanted(row, lead)
  const careful = { ...taking, takesNew: isNew }
  const cursor = await pollLeads(site, at, async (leads, furthest) => {
    const { disputed } = await takeLeads(deps, leads, careful)
    await settleDisputed(deps, site, disputed, careful)
    await deps.database.tenant(deps.organizationId, (tx) =>
      changeSync(tx, { cursor_modified: furthest }),
    )
  })
  await deps.database.tenant(deps.organizationId, (tx) =>
    changeSync(tx, { cursor_modified: cursor, polled_at: now }),
  )
}

async function compare(
  deps: SiteDeps,
  site: SiteLeads,
  taking: Taking,
  row: SyncRow,
): Promise<void> {
  const now = deps.now()
  const backfill = backfillOf(row)
  const isDue = row.compared_at === null || now.getTime() - row.compared_at.getTime() >= COMPARE_MS
  if (backfill?.status === 'running' || (row.asked_at === null && !isDue)) return
  await compareNames(deps, site, taking, (name) => isWanted(row, name))
  await deps.database.tenant(deps.organizationId, (tx) => noteCompared(tx, row, now))
}

/** Made after the connection, or all that was there before is here. */
const isWanted = (row: SyncRow, { creation }: Pick<SiteName, 'creation'>) =>
  backfillOf(row)?.status === 'done' ||
  (row.arrivals_after !== null && creation !== null && creation > row.arrivals_after)

/** An instant as `modified` is written. */
const siteText = (zone: SiteZone, at: Date, ms = 0) =>
  `${zone.toSite(new Date(at.getTime() + ms))}.000000`

const earlier = (a: Date, b: Date) => (a < b ? a : b)

const zones = new WeakMap<object, Promise<SiteZone>>()

/** Asked once for each client: a site does not move. */
function zoneOf({ client, signal }: SiteDeps): Promise<SiteZone> {
  const known = zones.get(client) ?? readSiteZone(client, signal)
  zones.set(client, known)
  known.catch(() => zones.delete(client))
  return known
}
