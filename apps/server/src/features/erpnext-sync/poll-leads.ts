/** Reads what has changed since the last look, which finds what no webhook tells of: direct writes, lost deliveries. */
import type { Filter } from '@insa/mcp-servers/erpnext'
import { type SiteLead, type SiteLeads, siteTime } from './site-leads.ts'

const PAGE = 500

/**
 * Milliseconds that are read again each time: `modified` is set when a save begins and seen when it is committed, so one that took
 * long appears behind what was read already.
 */
export const OVERLAP_MS = 120_000

/**
 * Pages in the order of (`modified`, name), each handed over before the next is asked for: several of the very same time are told
 * apart by their names.
 * @param from.cursor the newest `modified` that is known; null reads nothing but finds where the site stands.
 * @param from.settled what was saved until then was seen by the last look, however long its save took; null before there was one. A
 *   cursor that is no later is not read again: the last thing of the day may have been ten thousand leads.
 * @param from.now the site's time. The cursor does not get ahead of it: neither an hour that comes twice in autumn nor a lead that was
 *   saved while the site's clock was ahead hides what is saved next.
 * @returns the newest `modified` now.
 */
export async function pollLeads(
  site: SiteLeads,
  from: { cursor: string | null; settled: string | null; now: string },
  take: (leads: SiteLead[], cursor: string) => Promise<void>,
): Promise<string> {
  if (from.cursor === null) return earlier(await newest(site), from.now)
  let furthest = earlier(from.cursor, from.now)
  let at: At =
    from.settled !== null && furthest <= from.settled
      ? { modified: furthest, name: null }
      : { modified: shifted(furthest, -OVERLAP_MS), name: '' }
  for (;;) {
    const leads = await nextPage(site, at)
    const last = leads.at(-1)
    if (!last) return furthest
    if (last.modified > furthest) furthest = earlier(last.modified, from.now)
    await take(leads, furthest)
    at = { modified: last.modified, name: last.name }
    if (leads.length < PAGE) return furthest
  }
}

interface At {
  modified: string
  /** Empty: from the first of that time on. Null: after the last of it. */
  name: string | null
}

/** First the rest of those with the same time, then later ones. */
async function nextPage(site: SiteLeads, at: At): Promise<SiteLead[]> {
  const list = (filters: Filter[], limit: number) =>
    site.list({ filters, orderBy: 'modified asc, name asc', limit })
  const tied =
    at.name === null || at.name === ''
      ? []
      : await list(
          [
            ['modified', '=', at.modified],
            ['name', '>', at.name],
          ],
          PAGE,
        )
  if (tied.length >= PAGE) return tied
  const operator = at.name === '' ? '>=' : '>'
  return [...tied, ...(await list([['modified', operator, at.modified]], PAGE - tied.length))]
}

const earlier = (a: string, b: string) => (a < b ? a : b)

/** @param atMost one that claims to be of the future is not believed. */
export async function newestCreation(site: SiteLeads, atMost: string): Promise<string> {
  const [lead] = await site.list({ orderBy: 'creation desc, name asc', limit: 1 })
  return earlier(lead?.creation ?? '', atMost)
}

async function newest(site: SiteLeads): Promise<string> {
  const [lead] = await site.list({ orderBy: 'modified desc, name asc', limit: 1 })
  return lead?.modified ?? siteTime('1970-01-01 00:00:00') ?? ''
}

/** Text in, text out: the zone does not matter for a difference. */
function shifted(modified: string, ms: number): string {
  const at = Date.parse(`${modified.slice(0, 23).replace(' ', 'T')}Z`)
  if (Number.isNaN(at) || at + ms < 0) return modified
  return `${new Date(at + ms).toISOString().replace('T', ' ').slice(0, 23)}000`
}
