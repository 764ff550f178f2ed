/** Looks at what webhooks hinted at. What they say is not believed: the record is read, as it is now. */
import { findLinks } from './lead-links.store.ts'
import { noteLost } from './link-identity.ts'
import { settleDisputed } from './settle-disputed.ts'
import type { SiteLeads } from './site-leads.ts'
import type { SiteDeps } from './sync-deps.ts'
import { deleteHint, listHints } from './sync-state.store.ts'
import { type Taking, takeLeads } from './take-leads.ts'

const AT_ONCE = 50

/** @returns whether there are more. */
export async function takeHints(deps: SiteDeps, site: SiteLeads, taking: Taking): Promise<boolean> {
  const hints = await deps.database.tenant(deps.organizationId, (tx) => listHints(tx, AT_ONCE))
  for (const hint of hints) {
    deps.signal.throwIfAborted()
    if (hint.doctype === 'Lead') {
      const found = await site.find(hint.erpnext_name)
      if (found) {
        const { disputed } = await takeLeads(deps, [found.lead], taking)
        await settleDisputed(deps, site, disputed, taking)
      } else await noteGone(deps, hint.erpnext_name)
    }
    await deps.database.tenant(deps.organizationId, (tx) => deleteHint(tx, hint))
  }
  return hints.length === AT_ONCE
}

/** @param isNameTaken another lead has its name now. */
export async function noteGone(deps: SiteDeps, name: string, isNameTaken = false): Promise<void> {
  await deps.database.tenant(deps.organizationId, async (tx) => {
    const [link] = await findLinks(tx, { names: [name], leadIds: [] })
    if (link) await noteLost(deps, tx, link, { isNameTaken })
  })
}
