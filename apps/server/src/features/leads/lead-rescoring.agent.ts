/** Decides anew, from the judgements that are kept, after weights or thresholds have changed. Nothing is judged again. */
import { isDeepStrictEqual } from 'node:util'
import { LeadJudgement, type LeadRescoringResult, type LeadScore } from '@insa/contracts'
import { v7 as uuidv7 } from 'uuid'
import type { TenantTx } from '../../platform/database/database.ts'
import type { AgentDefinition, AgentRun } from '../../platform/runtime/agent.ts'
import { readSettingForShare } from '../../platform/settings/settings.store.ts'
import { LEAD_RESCORING } from './change-qualification.ts'
import { presentScore } from './lead.ts'
import {
  countRescored,
  countScored,
  listScoredForUpdate,
  type Rescored,
  replaceScores,
} from './lead-rescoring.store.ts'
import type { LeadsDeps } from './leads-deps.ts'
import { QUALIFICATION } from './qualification-settings.ts'
import { decideBothAgain } from './second-opinion.ts'

/** Leads decided in one transaction: the embedded database serves nobody else meanwhile. */
const BATCH = 200

export function createRescoringAgent(deps: Pick<LeadsDeps, 'database'>): AgentDefinition {
  return {
    type: LEAD_RESCORING,
    title: 'Scores after new settings',
    description:
      'Computes the scores of all judged leads anew when weights or thresholds change. It judges nothing and mails nobody.',
    tools: [],
    timeoutMs: 15 * 60_000,
    run: (run) => rescore(deps, run),
  }
}

async function rescore({ database }: Pick<LeadsDeps, 'database'>, run: AgentRun) {
  const inTenant = <T>(work: (tx: TenantTx) => Promise<T>) =>
    database.tenant(run.organizationId, work)
  const leads = await run.step(
    { kind: 'code', name: 'decide_again', summary: (n: number) => `${n} leads decided anew` },
    async () => {
      const total = await inTenant(countScored)
      let done = 0
      let last: string | null = null
      do {
        run.signal.throwIfAborted()
        const batch: Batch = await inTenant((tx) => rescoreBatch(tx, run.executionId, last))
        done += batch.leads
        last = batch.last
        await run.progress({ done, total: Math.max(done, total), unit: 'leads' })
      } while (last !== null)
      return done
    },
  )
  // Counted from what was written: also what an attempt wrote that was cut off.
  const changed = await inTenant((tx) => countRescored(tx, run.executionId))
  const output: LeadRescoringResult = { leads, changed }
  return { output }
}

interface Batch {
  leads: number
  /** Where the next one begins; null after the last. */
  last: string | null
}

/** Reads the settings anew each time and holds them: of two runs none writes what the later settings would not say. */
async function rescoreBatch(
  tx: TenantTx,
  executionId: string,
  last: string | null,
): Promise<Batch> {
  const settings = await readSettingForShare(tx, QUALIFICATION)
  const rows = await listScoredForUpdate(tx, last, BATCH)
  const scoredAt = new Date().toISOString()
  const changed = rows.flatMap((row): Rescored[] => {
    const before = presentScore(row)
    const kept = {
      held: LeadJudgement.parse(row.judgement),
      second: row.second_judgement === null ? null : LeadJudgement.parse(row.second_judgement),
    }
    const after = decideBothAgain(before, kept, settings)
    if (isSame(before, after)) return []
    const score = { ...after, scored_at: scoredAt }
    return [{ historyId: uuidv7(), score, kept: { ...score, execution_id: executionId } }]
  })
  await replaceScores(tx, changed)
  const isFull = rows.length === BATCH
  return { leads: rows.length, last: isFull ? (rows.at(-1)?.lead_id ?? null) : null }
}

const isSame = (before: LeadScore, after: LeadScore) =>
  isDeepStrictEqual(before.second_opinion, after.second_opinion) &&
  before.qualification_score === after.qualification_score &&
  before.priority === after.priority &&
  before.recommended_action === after.recommended_action &&
  before.coverage === after.coverage
