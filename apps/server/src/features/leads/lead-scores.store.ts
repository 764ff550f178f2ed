/** The SQL about one lead's `lead_scores` and `lead_score_history`; of many at once: lead-rescoring.store.ts. */
import { LeadScore, type ScoreOverride } from '@insa/contracts'
import { sql } from 'kysely'
import type { TenantTx } from '../../platform/database/database.ts'
import { jsonb } from '../../platform/database/json.ts'
import { unawaited } from '../../platform/database/statement-marks.ts'
import type { KeptJudgements } from './second-opinion.ts'

/**
 * Makes this the lead's current score and keeps it in the history. A person's override stays. Of two runs on one lead the later
 * requested one counts, whichever ends first: execution ids grow with time.
 */
export async function saveScore(
  tx: TenantTx,
  score: LeadScore,
  { held, second }: KeptJudgements,
): Promise<LeadScore> {
  const values = {
    execution_id: score.execution_id,
    engine: score.engine,
    model: score.model,
    qualification_score: score.qualification_score,
    priority: score.priority,
    recommended_action: score.recommended_action,
    reasoning: score.reasoning,
    confidence: score.confidence,
    coverage: score.coverage,
    factor_scores: jsonb<unknown>(score.factor_scores),
    questions_to_ask: jsonb<unknown>(score.questions_to_ask),
    flags: jsonb<unknown>(score.flags),
    second_opinion: score.second_opinion === null ? null : jsonb<unknown>(score.second_opinion),
    needs_review: score.needs_review,
    judgement: jsonb<unknown>(held),
    second_judgement: second === null ? null : jsonb<unknown>(second),
    scored_at: score.scored_at,
  }
  const written = await tx.db
    .insertInto('lead_scores')
    .values({ lead_id: score.lead_id, ...values })
    .onConflict((c) =>
      c
        .column('lead_id')
        .doUpdateSet(values)
        .where('lead_scores.execution_id', '<=', score.execution_id),
    )
    .returning('override')
    .executeTakeFirst()
  // Nothing is written over a later run's score.
  const row =
    written ??
    (await tx.db
      .selectFrom('lead_scores')
      .select('override')
      .where('lead_id', '=', score.lead_id)
      .executeTakeFirstOrThrow())
  const saved: LeadScore = { ...score, override: row.override as ScoreOverride | null }
  await sql`${unawaited}insert into lead_score_history (execution_id, lead_id, score, scored_at)
    values (${score.execution_id}, ${score.lead_id}, ${JSON.stringify(saved)}, ${score.scored_at})
    on conflict (execution_id) do nothing`.execute(tx.db)
  return saved
}

/** Sets or (null) takes back a person's override. @returns whether the lead has a score. */
export async function saveOverride(
  tx: TenantTx,
  leadId: string,
  override: ScoreOverride | null,
): Promise<boolean> {
  const row = await tx.db
    .updateTable('lead_scores')
    .set({ override: override === null ? null : jsonb<unknown>(override) })
    .where('lead_id', '=', leadId)
    .returning('lead_id')
    .executeTakeFirst()
  if (row) await copyEffectiveScore(tx, leadId)
  return row !== undefined
}

/** The person's override, if there is one. The score stays locked until the transaction ends. */
export async function findOverride(tx: TenantTx, leadId: string): Promise<ScoreOverride | null> {
  const row = await tx.db
    .selectFrom('lead_scores')
    .select('override')
    .where('lead_id', '=', leadId)
    .forUpdate()
    .executeTakeFirst()
  return (row?.override ?? null) as ScoreOverride | null
}

/** The last execution that scored the lead anything but IMMEDIATE. */
export async function findRunBelowImmediate(tx: TenantTx, leadId: string): Promise<string | null> {
  const row = await tx.db
    .selectFrom('lead_score_history')
    .select('execution_id')
    .where('lead_id', '=', leadId)
    .where(sql<string>`score->>'priority'`, '<>', 'IMMEDIATE')
    .orderBy('execution_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.execution_id ?? null
}

/** Writes what lists sort and filter by onto the lead: the person's value where there is one, else the machine's. */
export async function copyEffectiveScore(tx: TenantTx, leadId: string): Promise<void> {
  await sql`${unawaited}
    update leads set
      effective_score = coalesce((s.override->>'qualification_score')::numeric, s.qualification_score),
      effective_priority = coalesce(s.override->>'priority', s.priority),
      effective_action = coalesce(s.override->>'recommended_action', s.recommended_action)
    from lead_scores s where s.lead_id = leads.id and leads.id = ${leadId}::uuid`.execute(tx.db)
}

export interface HistoryEntry {
  /** Its place: the execution that judged, or an id made when it was decided anew. */
  id: string
  score: LeadScore
}

/** All scores the lead ever had, newest first; one more than asked. */
export async function listScores(
  tx: TenantTx,
  leadId: string,
  limit: number,
  afterId: string | null,
): Promise<HistoryEntry[]> {
  let q = tx.db
    .selectFrom('lead_score_history')
    .select(['execution_id', 'score'])
    .where('lead_id', '=', leadId)
  if (afterId) q = q.where('execution_id', '<', afterId)
  const rows = await q
    .orderBy('execution_id', 'desc')
    .limit(limit + 1)
    .execute()
  return rows.map((r) => ({ id: r.execution_id, score: LeadScore.parse(r.score) }))
}

export interface StoredJudgement {
  lead_id: string
  title: string
  judgement: unknown
}

/** The current judgements, newest leads first, for computing what other settings would decide. */
export async function listJudgements(tx: TenantTx, limit: number): Promise<StoredJudgement[]> {
  return tx.db
    .selectFrom('lead_scores')
    .innerJoin('leads', 'leads.id', 'lead_scores.lead_id')
    .select(['lead_scores.lead_id', 'lead_scores.judgement'])
    .select(sql<string>`coalesce(leads.company_name, leads.lead_name, leads.email_id)`.as('title'))
    .orderBy('leads.created_at', 'desc')
    .limit(limit)
    .execute()
}
