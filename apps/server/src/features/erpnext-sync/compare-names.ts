/**
 * All names of the site beside those that we know: finds leads that were removed, renamed or merged, which no `modified` tells of, and
 * those that were changed while the site's clock was wrong.
 */
import { followRename, isThere } from './follow-lead.ts'
import { type KnownName, listKnownNames } from './lead-links.store.ts'
import { isSameLead } from './link-identity.ts'
import { settleDisputed } from './settle-disputed.ts'
import { type SiteLeads, siteTime } from './site-leads.ts'
import type { SiteDeps } from './sync-deps.ts'
import { isOfOneRecord } from './sync-problem.ts'
import { noteGone } from './take-hints.ts'
import { type Taking, takeLeads } from './take-leads.ts'

const PAGE = 2_000

export interface SiteName {
  modified: string
  creation: string | null
}

/**
 * @param takesNew leads that we do not know: what was there before the connection comes when a person has the site read in.
 */
export async function compareNames(
  deps: SiteDeps,
  site: SiteLeads,
  taking: Taking,
  takesNew: (name: SiteName) => boolean,
): Promise<void> {
  const known = await deps.database.tenant(deps.organizationId, listKnownNames)
  const theirs = await readNames(deps)
  const ours = new Map(known.map((k) => [k.erpnext_name, k]))
  const fresh = new Map([...theirs].filter(([name]) => !ours.has(name)))
  const changed = known.filter(
    (k) =>
      isReplaced(k, theirs.get(k.erpnext_name)) ||
      (k.status === 'gone' && theirs.has(k.erpnext_name)) ||
      (k.status !== 'removed' && isOther(theirs.get(k.erpnext_name), k.modified)),
  )
  const ages = new Set([...fresh.values()].map((n) => n.creation))
  for (const lost of known.filter((k) => !theirs.has(k.erpnext_name))) {
    deps.signal.throwIfAborted()
    // A rename leaves the time of its making.
    const now = ages.has(lost.creation) ? await followRename(deps, site, lost) : null
    if (now) {
      fresh.delete(now.name)
      changed.push({ ...lost, erpnext_name: now.name })
      // A list leaves out what we may not see, and what was renamed between two pages.
    } else if (lost.status !== 'gone' && !(await isThere(site, lost.erpnext_name)))
      await noteGone(deps, lost.erpnext_name)
  }
  const wanted = [
    ...changed.map((k) => k.erpnext_name),
    ...[...fresh].filter(([, name]) => takesNew(name)).map(([name]) => name),
  ]
  for (const name of wanted) {
    deps.signal.throwIfAborted()
    const found = await site.find(name).catch((err: unknown) => {
      if (!isOfOneRecord(err)) throw err
      deps.logger.warn({ err, lead: name }, 'ERPNext does not show a lead')
      return null
    })
    if (!found) continue
    const { disputed } = await takeLeads(deps, [found.lead], taking)
    await settleDisputed(deps, site, disputed, taking)
  }
}

const isOther = (now: SiteName | undefined, modified: string | null) =>
  now !== undefined && now.modified !== modified

/** ERPNext has given the name out again. */
const isReplaced = (known: KnownName, now: SiteName | undefined) =>
  now !== undefined && !isSameLead(known, { creation: now.creation, insaId: null })

async function readNames({ client, signal }: SiteDeps): Promise<Map<string, SiteName>> {
  const names = new Map<string, SiteName>()
  for (let after = ''; ; ) {
    const rows = await client.list(
      'Lead',
      {
        fields: ['name', 'modified', 'creation'],
        filters: after === '' ? [] : [['name', '>', after]],
        orderBy: 'name asc',
        limit: PAGE,
      },
      { signal },
    )
    for (const { name, modified, creation } of rows)
      names.set(name, { modified: siteTime(modified) ?? '', creation: siteTime(creation) })
    after = rows.at(-1)?.name ?? ''
    if (rows.length < PAGE) return names
  }
}
