/**
 * All names of the site beside those that we know: finds leads that were removed, renamed or merged, which no `modified` tells of, and
 * those that were changed while the site's clock was wrong.
 */
import { changeLink, type KnownName, listKnownNames } from './lead-links.store.ts'
import { isSameLead } from './link-identity.ts'
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
      (k.status !== 'removed' && isOther(theirs.get(k.erpnext_name), k.modified)),
  )
  for (const gone of known.filter((k) => !theirs.has(k.erpnext_name) && k.status !== 'gone')) {
    const renamedTo = findRenamed(gone, fresh)
    if (renamedTo === undefined) await noteGone(deps, gone.erpnext_name)
    else {
      await rename(deps, gone, renamedTo)
      fresh.delete(renamedTo)
      changed.push({ ...gone, erpnext_name: renamedTo })
    }
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
    if (found) await takeLeads(deps, [found.lead], taking)
  }
}

const isOther = (now: SiteName | undefined, modified: string | null) =>
  now !== undefined && now.modified !== modified

/** ERPNext has given the name out again. */
const isReplaced = (known: KnownName, now: SiteName | undefined) =>
  now !== undefined && !isSameLead(known, { creation: now.creation, insaId: null })

/** A rename leaves the time of its making. */
function findRenamed(gone: KnownName, fresh: ReadonlyMap<string, SiteName>): string | undefined {
  if (gone.creation === null) return undefined
  return [...fresh].find(([, { creation }]) => creation === gone.creation)?.[0]
}

async function rename(deps: SiteDeps, gone: KnownName, to: string): Promise<void> {
  await deps.database.tenant(deps.organizationId, async (tx) => {
    await changeLink(tx, gone.lead_id, { erpnext_name: to, modified: null })
    if (gone.status !== 'removed') await deps.leads.name(tx, gone.lead_id, to)
  })
}

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
