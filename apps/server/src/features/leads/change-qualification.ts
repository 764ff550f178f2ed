/** Sets weights, thresholds and what else a decision follows from; today's leads follow in a run of their own. */
import type { QualificationSettings } from '@insa/contracts'
import type { TenantTx } from '../../platform/database/database.ts'
import { type Actor, actorLabel } from '../../platform/identity/actor.ts'
import { changeSetting } from '../../platform/settings/change-setting.ts'
import { readSetting } from '../../platform/settings/settings.store.ts'
import type { LeadsDeps } from './leads-deps.ts'
import { QUALIFICATION } from './qualification-settings.ts'

export const LEAD_RESCORING = 'lead_rescoring'

/** Somebody looks on, but it may be about every lead: behind what is about one. */
const RESCORING_PRIORITY = 0

/** @returns the settings as they are now. */
export function changeQualification(
  deps: LeadsDeps,
  actor: Actor,
  settings: QualificationSettings,
  correlationId: string,
): Promise<QualificationSettings> {
  const alongside = async (tx: TenantTx) => {
    if (decidesAlike(await readSetting(tx, QUALIFICATION), settings)) return
    await deps.runtime.open(tx, {
      agentType: LEAD_RESCORING,
      input: {},
      triggeredBy: actorLabel(actor),
      correlationId,
      priority: RESCORING_PRIORITY,
    })
  }
  return changeSetting(deps, actor, QUALIFICATION, settings, correlationId, alongside)
}

/** Whether every lead keeps its score: the other settings say what happens, not what a lead is worth. */
const decidesAlike = (a: QualificationSettings, b: QualificationSettings) =>
  JSON.stringify(decisive(a)) === JSON.stringify(decisive(b))

const decisive = ({
  weights,
  thresholds,
  neutral_prior,
  immediate_coverage,
}: QualificationSettings) => [
  Object.entries(weights).sort(),
  Object.entries(thresholds).sort(),
  neutral_prior,
  immediate_coverage,
]
