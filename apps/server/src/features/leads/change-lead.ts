/** Changes and removes a lead. */

import { detectLanguage } from '@insa/baseline'
import { EvidenceField, type Lead, type LeadPatch } from '@insa/contracts'
import { recordAudit } from '../../platform/audit/audit.ts'
import { isCanary } from '../../platform/canaries/canaries.store.ts'
import type { TenantTx } from '../../platform/database/database.ts'
import { invalid, notFound, preconditionRequired, stale } from '../../platform/http/errors.ts'
import { type Actor, actorLabel, initiatorsOf } from '../../platform/identity/actor.ts'
import { matchesEtag } from '../../platform/records/etag.ts'
import { readSetting } from '../../platform/settings/settings.store.ts'
import { etagOf, type LeadRow, presentLead } from './lead.ts'
import { statusOfSale } from './lead-for-sale.ts'
import { deleteLead, findLead, updateLead } from './leads.store.ts'
import type { LeadsDeps } from './leads-deps.ts'
import { isCustomer } from './leads-for-sale.store.ts'
import { QUALIFICATION } from './qualification-settings.ts'
import { AUTOMATIC_PRIORITY, openQualification } from './request-qualification.ts'

/**
 * Changes the fields sent; where a judgement could rest on one of them, the lead is qualified again if the tenant's setting
 * says so.
 * @param ifMatch the `If-Match` header.
 * @throws AppError 404, 428 without `If-Match`, 412 when the lead was changed since, 422 when nothing would identify it.
 */
export async function changeLead(
  deps: LeadsDeps,
  actor: Actor,
  key: string,
  ifMatch: string | undefined,
  patch: LeadPatch,
  correlationId: string,
): Promise<Lead> {
  if (ifMatch === undefined) throw preconditionRequired()
  return deps.database.tenant(actor.organizationId, async (tx) => {
    const found = await findLead(tx, key)
    if (!found) throw notFound('lead', key)
    const { lead } = found
    if (!matchesEtag(ifMatch, etagOf(lead))) throw stale('lead')
    const next = { ...lead, ...patch }
    if (!next.lead_name && !next.company_name && !next.email_id) {
      throw invalid([
        {
          path: 'lead_name',
          code: 'required',
          message: 'A lead needs at least one of lead_name, company_name, email_id.',
        },
      ])
    }
    const isChanged = (field: EvidenceField) =>
      patch[field] !== undefined && patch[field] !== presentLead(lead, null)[field]
    const language =
      isChanged('message') && patch.message ? detectLanguage(patch.message) : lead.language
    const settled = await withoutFollowedStatus(deps, tx, lead, patch)
    const row = await updateLead(tx, lead.id, lead.version, { language, ...settled })
    if (!row) throw stale('lead')
    await recordAudit(tx, {
      actor: actorLabel(actor),
      action: 'lead.updated',
      subject: { type: 'lead', id: lead.id },
      correlationId,
      details: { fields: Object.keys(patch) },
    })
    await deps.publish(tx, { type: 'lead.updated', lead_id: lead.id })
    // The old score rests on, and quotes, what is no longer there.
    if (
      EvidenceField.options.some(isChanged) &&
      (await readSetting(tx, QUALIFICATION)).auto_qualify &&
      !(await isCanary(tx, lead.id))
    ) {
      await openQualification(deps, tx, {
        leadId: lead.id,
        triggeredBy: 'system:auto_qualify',
        correlationId,
        priority: AUTOMATIC_PRIORITY,
        initiators: initiatorsOf(actor),
      })
    }
    return presentLead(row, found.score)
  })
}

/** A status that follows from a sale stands, as in ERPNext; what was set instead holds when the sale falls through. */
async function withoutFollowedStatus(
  { hasOpportunity }: LeadsDeps,
  tx: TenantTx,
  { id }: LeadRow,
  patch: LeadPatch,
): Promise<LeadPatch & { status_before_sale?: string }> {
  const { status, ...rest } = patch
  if (status === undefined) return patch
  const follows = statusOfSale({
    isCustomer: await isCustomer(tx, id),
    hasOpportunity: await hasOpportunity(tx, id),
  })
  if (follows === null) return patch
  return { ...rest, ...(status !== follows && { status_before_sale: status }) }
}

/**
 * @param ifMatch the `If-Match` header; without it the lead goes as it is.
 * @throws AppError 404, 412 when the lead was changed since.
 */
export async function removeLead(
  deps: LeadsDeps,
  actor: Actor,
  key: string,
  ifMatch: string | undefined,
  correlationId: string,
): Promise<void> {
  await deps.database.tenant(actor.organizationId, async (tx) => {
    const found = await findLead(tx, key)
    if (!found) throw notFound('lead', key)
    if (ifMatch !== undefined && !matchesEtag(ifMatch, etagOf(found.lead))) throw stale('lead')
    if (!(await deleteLead(tx, found.lead.id))) throw notFound('lead', key)
    const { id } = found.lead
    await recordAudit(tx, {
      actor: actorLabel(actor),
      action: 'lead.deleted',
      subject: { type: 'lead', id },
      correlationId,
    })
    await deps.publish(tx, { type: 'lead.deleted', lead_id: id })
  })
}
