/** ERPNEXT_URL names another address: a person says whether the site has moved, or is another one. */
import type { ErpnextSync, SiteDecision } from '@insa/contracts'
import { recordAudit } from '../../platform/audit/audit.ts'
import { conflict } from '../../platform/http/errors.ts'
import { type Actor, actorLabel } from '../../platform/identity/actor.ts'
import { closeAllConflicts } from './conflicts.store.ts'
import { forgetLinks, writeFromErpnext } from './lead-links.store.ts'
import { readSync } from './read-sync.ts'
import { requireSite } from './start-backfill.ts'
import type { SyncDeps } from './sync-deps.ts'
import { beginAnew, findSync, moveSync } from './sync-state.store.ts'

/** @throws AppError 409 without a site of this organization, where its address is the known one, or while a process works on the old. */
export async function decideSite(
  deps: SyncDeps,
  actor: Actor,
  { site }: SiteDecision,
  correlationId: string,
): Promise<ErpnextSync> {
  await requireSite(deps, actor)
  await deps.database.tenant(actor.organizationId, async (tx) => {
    const row = await findSync(tx)
    const url = deps.client?.url
    if (!row || url === undefined || row.site_url === url)
      throw conflict('erpnext.same_site', 'ERPNEXT_URL names the site that we know.')
    if (row.lease_until !== null && row.lease_until > deps.now())
      throw conflict(
        'erpnext.at_work',
        'A process still works on the site of before. Stop it, and try again in two minutes.',
      )
    if (site === 'moved') await moveSync(tx, url)
    else {
      await writeFromErpnext(tx)
      await forgetLinks(tx)
      await deps.leads.forgetNames(tx)
      await deps.records.forgetCustomerNames(tx)
      await deps.records.forgetOpportunityNames(tx)
      await closeAllConflicts(tx, { by: actorLabel(actor), at: deps.now() })
      await beginAnew(tx, url)
    }
    await recordAudit(tx, {
      actor: actorLabel(actor),
      action: 'erpnext.site_decided',
      subject: { type: 'erpnext', id: url },
      correlationId,
      details: { site, before: row.site_url },
    })
    await deps.publish(tx, { type: 'erpnext.synced', leads: 0 })
  })
  return readSync(deps, actor.organizationId)
}
