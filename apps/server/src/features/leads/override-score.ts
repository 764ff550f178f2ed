/** A person corrects the machine's result, with a reason, or takes the correction back. */
import type { LeadScore, ScoreOverrideInput } from '@insa/contracts'
import type { RawBuilder } from 'kysely'
import { recordAudit } from '../../platform/audit/audit.ts'
import type { TenantTx } from '../../platform/database/database.ts'
import { AppError, notFound } from '../../platform/http/errors.ts'
import { type Actor, actorLabel } from '../../platform/identity/actor.ts'
import { presentScore } from './lead.ts'
import { saveOverride } from './lead-scores.store.ts'
import { findLead } from './leads.store.ts'
import type { LeadsDeps } from './leads-deps.ts'

/** @param input null takes the override back. @throws AppError 404 without such a lead or before its first score. */
export async function overrideScore(
  deps: LeadsDeps,
  actor: Actor,
  key: string,
  input: ScoreOverrideInput | null,
  correlationId: string,
): Promise<LeadScore> {
  const by = actorLabel(actor)
  const override = input && {
    by,
    at: new Date().toISOString(),
    reason: input.reason,
    qualification_score: input.qualification_score ?? null,
    priority: input.priority ?? null,
    recommended_action: input.recommended_action ?? null,
  }
  return deps.database.tenant(actor.organizationId, async (tx) => {
    const { score } = await scoredLead(tx, key)
    await saveOverride(tx, score.lead_id, override)
    await recordAudit(tx, {
      actor: by,
      action: override ? 'score.overridden' : 'score.override_withdrawn',
      subject: { type: 'lead', id: score.lead_id },
      correlationId,
      details: override ? { ...input } : {},
    })
    await deps.publish(tx, { type: 'lead.updated', lead_id: score.lead_id })
    return presentScore({ ...score, override })
  })
}

/** @param mark as in `findLead`. @throws AppError 404 without such a lead, or before its first score. */
export async function scoredLead(tx: TenantTx, key: string, mark?: RawBuilder<unknown>) {
  const found = await findLead(tx, key, mark)
  if (!found) throw notFound('lead', key)
  if (!found.score) throw new AppError(404, 'lead.not_scored', `The lead ${key} has no score yet.`)
  return { lead: found.lead, score: found.score }
}
