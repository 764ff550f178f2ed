/** A lead in ERPNext that we seem to know by another name: it was renamed, or somebody has copied it. */
import { findOnly, isThere } from './follow-lead.ts'
import { changeLink } from './lead-links.store.ts'
import type { SiteLead, SiteLeads } from './site-leads.ts'
import type { SiteDeps } from './sync-deps.ts'
import { type Taken, type Taking, takeLeads } from './take-leads.ts'

export async function settleDisputed(
  deps: SiteDeps,
  site: SiteLeads,
  disputed: Taken['disputed'],
  taking: Taking,
): Promise<void> {
  for (const { lead, id, knownAs } of disputed) {
    const isOther = (await isThere(site, knownAs)) || !(await isCertain(site, lead, id))
    if (isOther) {
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

/** Without our id only the time of its making tells of a lead, and an import may have made many at one time. */
const isCertain = async (site: SiteLeads, lead: SiteLead, id: string) =>
  lead.insaId === id || (lead.creation !== null && (await findOnly(site, lead.creation)) !== null)
