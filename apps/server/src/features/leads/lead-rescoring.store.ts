/** Reads and replaces many decisions at once. */
import type { LeadScore } from '@insa/contracts'
import { type Selectable, sql } from 'kysely'
import type { TenantTx } from '../../platform/database/database.ts'
import { jsonb } from '../../platform/database/json.ts'
import type { LeadScores } from '../../platform/database/schema.generated.ts'

export type StoredScore = Selectable<LeadScores>

export async function countScored(tx: TenantTx): Promise<number> {
  const row = await tx.db
    .selectFrom('lead_scores')
    .select((e) => e.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return Number(row.n)
}

/** In the order of the leads' ids, from after that one. Locked until the transaction ends: no qualification is written over. */
export const listScoredForUpdate = (
  tx: TenantTx,
  afterLeadId: string | null,
  limit: number,
): Promise<StoredScore[]> => {
  let q = tx.db.selectFrom('lead_scores').selectAll()
  if (afterLeadId) q = q.where('lead_id', '>', afterLeadId)
  return q.orderBy('lead_id').limit(limit).forUpdate().execute()
}

export interface Rescored {
  /** Of its entry in the history, which is in the order of these ids. */
  historyId: string
  /** As the lead's current one: it stays the judgement's own. */
  score: LeadScore
  /** As the history keeps it: of the run that decided anew. */
  kept: LeadScore
}

/** Current scores, history, and what lists sort and filter by. */
export async function replaceScores(tx: TenantTx, rescored: readonly Rescored[]): Promise<void> {
  if (rescored.length === 0) return
  await sql`
    update lead_scores s set
      qualification_score = n.qualification_score, priority = n.priority, recommended_action = n.recommended_action,
      reasoning = n.reasoning, confidence = n.confidence, coverage = n.coverage, factor_scores = n.factor_scores,
      second_opinion = n.second_opinion, flags = n.flags, scored_at = n.scored_at
    from jsonb_to_recordset(${jsonb(rescored.map(({ score }) => score))}) as n(
      lead_id uuid, qualification_score numeric, priority text, recommended_action text, reasoning text, confidence numeric,
      coverage numeric, factor_scores jsonb, second_opinion jsonb, flags jsonb, scored_at timestamptz)
    where s.lead_id = n.lead_id`.execute(tx.db)
  await tx.db
    .insertInto('lead_score_history')
    .values(
      rescored.map(({ historyId, kept }) => ({
        execution_id: historyId,
        lead_id: kept.lead_id,
        score: jsonb<unknown>(kept),
        scored_at: kept.scored_at,
      })),
    )
    .execute()
  await sql`
    update leads set
      effective_score = coalesce((s.override->>'qualification_score')::numeric, s.qualification_score),
      effective_priority = coalesce(s.override->>'priority', s.priority),
      effective_action = coalesce(s.override->>'recommended_action', s.recommended_action)
    from lead_scores s
    where s.lead_id = leads.id and leads.id = any(${rescored.map(({ score }) => score.lead_id)}::uuid[])`.execute(
    tx.db,
  )
}

/** How many decisions of this run the history holds. Its entries are younger than the run: ids grow with time. */
export async function countRescored(tx: TenantTx, executionId: string): Promise<number> {
  const row = await tx.db
    .selectFrom('lead_score_history')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('execution_id', '>', executionId)
    .where(sql<string>`score->>'execution_id'`, '=', executionId)
    .executeTakeFirstOrThrow()
  return Number(row.n)
}
