/** A lead that ERPNext no longer has under the name that we know: renamed, hidden from us, or gone. */
import { changeLink, findLinks, type LinkRow } from './lead-links.store.ts'
import { noteLost } from './link-identity.ts'
import type { SiteLead, SiteLeads } from './site-leads.ts'
import type { SiteDeps } from './sync-deps.ts'
import { isOfOneRecord } from './sync-problem.ts'

type Lost = Pick<LinkRow, 'lead_id' | 'creation'>

/**
 * What we have marked carries our id; what came from there keeps the time of its making. Of several made at the same time none can be told
 * from the others.
 * @returns the lead under its new name, which is ours from now on; null where there is none.
 */
export async function followRename(
  deps: SiteDeps,
  site: SiteLeads,
  lost: Lost,
): Promise<SiteLead | null> {
  const now = (await findMarked(site, lost)) ?? (await findSameAge(deps, site, lost))
  if (!now) return null
  await deps.database.tenant(deps.organizationId, async (tx) => {
    const others = await findLinks(tx, { names: [now.name], leadIds: [] })
    // In the order of the exchange: first the leads, then what is known of them.
    await deps.leads.lock(tx, [lost.lead_id, ...others.map((l) => l.lead_id)])
    for (const other of others)
      if (other.lead_id !== lost.lead_id) await noteLost(deps, tx, other, { isNameTaken: true })
    // Without its time, so that what else has changed is taken, too.
    await changeLink(tx, lost.lead_id, { erpnext_name: now.name, modified: null })
    // Nothing, where it was removed here.
    await deps.leads.name(tx, lost.lead_id, now.name)
  })
  return now
}

async function findMarked(site: SiteLeads, { lead_id }: Lost): Promise<SiteLead | null> {
  const { has } = await site.fields()
  if (!has.has('custom_insa_id')) return null
  const filters = [['custom_insa_id', '=', lead_id]] as const
  const [lead] = await site.list({ filters, orderBy: 'creation asc', limit: 1 })
  return lead ?? null
}

async function findSameAge(
  deps: SiteDeps,
  site: SiteLeads,
  { creation }: Lost,
): Promise<SiteLead | null> {
  if (creation === null) return null
  const lead = await findOnly(site, creation)
  if (!lead || lead.insaId !== null) return null
  const known = await deps.database.tenant(deps.organizationId, (tx) =>
    findLinks(tx, { names: [lead.name], leadIds: [] }),
  )
  return known.length > 0 ? null : lead
}

/** @returns the one lead that was made at that time; null where there is none, or several. */
export async function findOnly(site: SiteLeads, creation: string): Promise<SiteLead | null> {
  const filters = [['creation', '=', creation]] as const
  const [lead, ...others] = await site.list({ filters, orderBy: 'name asc', limit: 2 })
  return lead && others.length === 0 ? lead : null
}

/** What we may not read is there: a site looks for a record before it looks at rights. */
export async function isThere(site: SiteLeads, name: string): Promise<boolean> {
  try {
    return (await site.find(name)) !== null
  } catch (error) {
    if (isOfOneRecord(error)) return true
    throw error
  }
}
