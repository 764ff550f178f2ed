/** A new lead, which qualifies itself where the tenant's setting says so. */

import { detectLanguage } from '@insa/baseline'
import type { Lead, LeadInput } from '@insa/contracts'
import { v7 as uuidv7 } from 'uuid'
import { recordAudit } from '../../platform/audit/audit.ts'
import type { KeepAnswer } from '../../platform/http/idempotency.ts'
import { type Actor, actorLabel, initiatorsOf } from '../../platform/identity/actor.ts'
import { readSetting } from '../../platform/settings/settings.store.ts'
import { presentLead } from './lead.ts'
import { insertLead } from './leads.store.ts'
import type { LeadsDeps } from './leads-deps.ts'
import { QUALIFICATION } from './qualification-settings.ts'
import { AUTOMATIC_PRIORITY, openQualification } from './request-qualification.ts'

export async function createLead(
  deps: LeadsDeps,
  actor: Actor,
  input: LeadInput,
  correlationId: string,
  keep: KeepAnswer<Lead>,
): Promise<Lead> {
  const language = input.language ?? (input.message ? detectLanguage(input.message) : null)
  return deps.database.tenant(actor.organizationId, async (tx) => {
    const row = await insertLead(tx, uuidv7(), { ...input, language }, new Date())
    await recordAudit(tx, {
      actor: actorLabel(actor),
      action: 'lead.created',
      subject: { type: 'lead', id: row.id },
      correlationId,
    })
    await deps.publish(tx, { type: 'lead.created', lead_id: row.id })
    if ((await readSetting(tx, QUALIFICATION)).auto_qualify) {
      await openQualification(deps, tx, {
        leadId: row.id,
        triggeredBy: 'system:auto_qualify',
        correlationId,
        priority: AUTOMATIC_PRIORITY,
        initiators: initiatorsOf(actor),
      })
    }
    const lead = presentLead(row, null)
    await keep(tx, lead)
    return lead
  })
}
