/** Reads what has changed since the last look, which finds what no webhook tells of: direct writes, lost deliveries. */
import type { Filter } from '@insa/mcp-servers/erpnext'
import { type SiteLead, type SiteLeads, siteTime } from './site-leads.ts'

const PAGE = 500

/**
 * Milliseconds that are read again each time: `modified` is set when a save begins and seen when it is committed, so one that took
 * long appears behind what was read already.
 */
const OVERLAP_MS = 120_000

/**
 * Pages in the order of (`modified`, name), each handed over before the next is asked for: several of the very same time are told
 * apart by their names.
 * @param cursor the newest `modified` that is known; null reads nothing but finds where the site stands.
 * @returns the newest `modified` now.
 */
export async function pollLeads(
  site: SiteLeads,
  cursor: string | null,
  take: (leads: SiteLead[], cursor: string) => Promise<void>,
): Promise<string> {
  if (cursor === null) return newest(site)
  let at = { modified: shifted(cursor, -OVERLAP_MS), name: '' }
  let furthest = cursor
  for (;;) {
    const leads = await nextPage(site, at)
    const last = leads.at(-1)
    if (!last) return furthest
    if (last.modified > furthest) furthest = last.modified
    await take(leads, furthest)
    at = { modified: last.modified, name: last.name }
    if (leads.length < PAGE) return furthest
  }
}

/** First the rest of those with the same time, then later ones. */
async function nextPage(
  site: SiteLeads,
  at: { modified: string; name: string },
): Promise<SiteLead[]> {
  const list = (filters: Filter[], limit: number) =>
    site.list({ filters, orderBy: 'modified asc, name asc', limit })
  const tied =
    at.name === ''
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
