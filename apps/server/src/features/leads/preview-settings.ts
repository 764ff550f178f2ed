/** What today's leads would become under other settings. Computed from the stored judgements; nothing is written. */
import {
  LeadJudgement,
  Priority,
  type QualificationSettings,
  RecommendedAction,
  type SettingsPreview,
} from '@insa/contracts'
import { readSetting } from '../../platform/settings/settings.store.ts'
import { listJudgements } from './lead-scores.store.ts'
import type { LeadsDeps } from './leads-deps.ts'
import { QUALIFICATION } from './qualification-settings.ts'
import { scoreLead } from './score-lead.ts'

/** Newest leads looked at, so that a preview answers while somebody drags a slider. */
const MOST_LEADS = 2_000
const MOST_MOVES = 100

export async function previewSettings(
  deps: LeadsDeps,
  organizationId: string,
  proposed: QualificationSettings,
): Promise<SettingsPreview> {
  const { stored, current } = await deps.database.tenant(organizationId, async (tx) => ({
    stored: await listJudgements(tx, MOST_LEADS),
    current: await readSetting(tx, QUALIFICATION),
  }))
  const all = stored.map(({ lead_id, title, judgement }) => {
    const parsed = LeadJudgement.parse(judgement)
    const [before, after] = [scoreLead(parsed, current), scoreLead(parsed, proposed)]
    return {
      lead_id,
      title,
      score_before: before.qualification_score,
      score_after: after.qualification_score,
      priority_before: before.priority,
      priority_after: after.priority,
      action_before: before.recommended_action,
      action_after: after.recommended_action,
    }
  })
  const moves = all.filter(
    (m) => m.priority_before !== m.priority_after || m.action_before !== m.action_after,
  )
  return {
    leads: all.length,
    changed: moves.length,
    by_priority: Priority.options.map((priority) => ({
      priority,
      before: all.filter((m) => m.priority_before === priority).length,
      after: all.filter((m) => m.priority_after === priority).length,
    })),
    by_action: RecommendedAction.options.map((recommended_action) => ({
      recommended_action,
      before: all.filter((m) => m.action_before === recommended_action).length,
      after: all.filter((m) => m.action_after === recommended_action).length,
    })),
    moves: moves
      .sort(
        (a, b) =>
          Math.abs(b.score_after - b.score_before) - Math.abs(a.score_after - a.score_before),
      )
      .slice(0, MOST_MOVES),
  }
}
