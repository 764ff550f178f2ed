/** Changes and removes a lead. */

import { detectLanguage } from '@insa/baseline'
import type { Lead, LeadPatch } from '@insa/contracts'
import { recordAudit } from '../../platform/audit/audit.ts'
import { invalid, notFound, preconditionRequired, stale } from '../../platform/http/errors.ts'
import { type Actor, actorLabel, initiatorsOf } from '../../platform/identity/actor.ts'
import { readSetting } from '../../platform/settings/settings.store.ts'
import { etagOf, presentLead } from './lead.ts'
import { deleteLead, findLead, updateLead } from './leads.store.ts'
import type { LeadsDeps } from './leads-deps.ts'
import { QUALIFICATION } from './qualification-settings.ts'
import { AUTOMATIC_PRIORITY, openQualification } from './request-qualification.ts'

/**
 * Changes the fields sent; a rewritten message is qualified again where the tenant's setting says so.
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
    const rewritten = patch.message !== undefined && patch.message !== lead.message
    const language = rewritten && patch.message ? detectLanguage(patch.message) : lead.language
    const row = await updateLead(tx, lead.id, lead.version, { language, ...patch })
    if (!row) throw stale('lead')
    await recordAudit(tx, {
      actor: actorLabel(actor),
      action: 'lead.updated',
      subject: { type: 'lead', id: lead.id },
      correlationId,
      details: { fields: Object.keys(patch) },
    })
    await deps.publish(tx, { type: 'lead.updated', lead_id: lead.id })
    // The old score quotes words that are no longer there.
    if (rewritten && (await readSetting(tx, QUALIFICATION)).auto_qualify) {
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

/** @throws AppError 404. */
export async function removeLead(
  deps: LeadsDeps,
  actor: Actor,
  key: string,
  correlationId: string,
): Promise<void> {
  await deps.database.tenant(actor.organizationId, async (tx) => {
    const found = await findLead(tx, key)
    if (!found || !(await deleteLead(tx, found.lead.id))) throw notFound('lead', key)
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

/** RFC 9110 §13.1.1: `*`, or any of the listed tags; quotes may be missing, as some clients send them. */
function matchesEtag(ifMatch: string, etag: string): boolean {
  const bare = (tag: string) => tag.trim().replace(/^W\//, '').replace(/^"|"$/g, '')
  return ifMatch.split(',').some((tag) => tag.trim() === '*' || bare(tag) === bare(etag))
}
