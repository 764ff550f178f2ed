/** Looks at what webhooks hinted at. What they say is not believed: the record is read, as it is now. */
import { followRename } from './follow-lead.ts'
import { findLinks } from './lead-links.store.ts'
import { noteLost } from './link-identity.ts'
import { settleDisputed } from './settle-disputed.ts'
import type { SiteLeads } from './site-leads.ts'
import type { SiteDeps } from './sync-deps.ts'
import { isOfOneRecord } from './sync-problem.ts'
import { deleteHint, listHints } from './sync-state.store.ts'
import { type Taking, takeLeads } from './take-leads.ts'

const AT_ONCE = 50

/** @returns whether there are more. */
export async function takeHints(deps: SiteDeps, site: SiteLeads, taking: Taking): Promise<boolean> {
  const hints = await deps.database.tenant(deps.organizationId, (tx) => listHints(tx, AT_ONCE))
  for (const hint of hints) {
    deps.signal.throwIfAborted()
    if (hint.doctype === 'Lead')
      await takeHint(deps, site, taking, hint.erpnext_name).catch((err: unknown) => {
        if (!isOfOneRecord(err)) throw err
        // The next look at what has changed finds it, should it be shown to us one day.
        deps.logger.warn({ err, lead: hint.erpnext_name }, 'ERPNext does not show a lead')
      })
    await deps.database.tenant(deps.organizationId, (tx) => deleteHint(tx, hint))
  }
  return hints.length === AT_ONCE
}

async function takeHint(deps: SiteDeps, site: SiteLeads, taking: Taking, name: string) {
  const found = await site.find(name)
  if (!found) return lookForLost(deps, site, name)
  const { disputed } = await takeLeads(deps, [found.lead], taking)
  await settleDisputed(deps, site, disputed, taking)
}

/** What a hint names may have been renamed since. */
async function lookForLost(deps: SiteDeps, site: SiteLeads, name: string): Promise<void> {
  const [link] = await deps.database.tenant(deps.organizationId, (tx) =>
    findLinks(tx, { names: [name], leadIds: [] }),
  )
  if (link && !(await followRename(deps, site, link))) await noteGone(deps, name)
}

/** @param isNameTaken another lead has its name now. */
export async function noteGone(deps: SiteDeps, name: string, isNameTaken = false): Promise<void> {
  await deps.database.tenant(deps.organizationId, async (tx) => {
    const [link] = await findLinks(tx, { names: [name], leadIds: [] })
    if (link) await noteLost(deps, tx, link, { isNameTaken })
  })
}
