/** A lead in ERPNext that we seem to know by another name: it was renamed, or somebody has copied it. */
import { changeLink } from './lead-links.store.ts'
import type { SiteLeads } from './site-leads.ts'
import type { SiteDeps } from './sync-deps.ts'
import { isOfOneRecord } from './sync-problem.ts'
import { type Taken, type Taking, takeLeads } from './take-leads.ts'

export async function settleDisputed(
  deps: SiteDeps,
  site: SiteLeads,
  disputed: Taken['disputed'],
  taking: Taking,
): Promise<void> {
  for (const { lead, id, knownAs } of disputed) {
    const isCopy = await isThere(site, knownAs)
    if (isCopy) {
      await takeLeads(deps, [lead], { ...taking, areNew: true })
      continue
    }
    await deps.database.tenant(deps.organizationId, async (tx) => {
      // Nothing, where it was removed here.
      await deps.leads.name(tx, id, lead.name)
      // Without its time, so that what else has changed is taken, too.
      await changeLink(tx, id, { erpnext_name: lead.name, modified: null })
    })
    await takeLeads(deps, [lead], taking)
  }
}

/** What we may not read is there: a site looks for a record before it looks at rights. */
const isThere = (site: SiteLeads, name: string) =>
  site.find(name).then(
    (found) => found !== null,
    (error: unknown) => {
      if (isOfOneRecord(error)) return true
      throw error
    },
  )
