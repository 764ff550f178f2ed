/** Which lead a name of ERPNext means: a name alone does not say it, for the number of the last of a series is given out again. */
import { SYNCED_FIELDS } from '@insa/contracts'
import type { TenantTx } from '../../platform/database/database.ts'
import { closeConflicts, insertRemoved } from './conflicts.store.ts'
import { changeLink, type LinkRow } from './lead-links.store.ts'
import type { SiteLead } from './site-leads.ts'
import type { SiteDeps } from './sync-deps.ts'

/** @returns false where ERPNext has given the name to another lead than the one that we know by it. */
export const isSameLead = (
  link: Pick<LinkRow, 'lead_id' | 'creation'>,
  lead: Pick<SiteLead, 'insaId' | 'creation'>,
): boolean =>
  lead.insaId === link.lead_id ||
  link.creation === null ||
  lead.creation === null ||
  link.creation === lead.creation

/**
 * ERPNext has it no more: whether it goes here too is a person's to say, for its judgements go with it.
 * @param isNameTaken another lead has its name now.
 */
export async function noteLost(
  deps: SiteDeps,
  tx: TenantTx,
  link: LinkRow,
  { isNameTaken }: { isNameTaken: boolean },
): Promise<void> {
  const { lead_id: leadId, erpnext_name: erpnextName } = link
  await deps.leads.lock(tx, [leadId])
  if (erpnextName !== null && link.status !== 'gone' && link.status !== 'removed') {
    const at = deps.now()
    await changeLink(tx, leadId, { status: 'gone', qualify_priority: null })
    // Of a lead that is gone there no field can be decided.
    await closeConflicts(tx, leadId, 'field', SYNCED_FIELDS, at)
    await insertRemoved(tx, { leadId, erpnextName, at })
    await deps.publish(tx, { type: 'erpnext.synced', leads: 1 })
  }
  if (!isNameTaken && link.status !== 'removed') return
  await changeLink(tx, leadId, { erpnext_name: null })
  // Nothing, where it was removed here.
  await deps.leads.name(tx, leadId, null)
}
