/** Gathers what is known of an attack when all is over: rows, books, wires. No defence is asked what it has done. */
import {
  type Execution,
  FactorScores,
  Flag,
  type Lead,
  Priority,
  RecommendedAction,
} from '@insa/contracts'
import { sql } from 'kysely'
import type { Database } from '../../apps/server/src/platform/database/database.ts'
import { ownerQuery } from '../../apps/server/src/testing/test-database.ts'
import type { TestOrganization } from '../../apps/server/src/testing/test-organizations.ts'
import type { Facts } from './damage.ts'

/** The part of the facts that stands in the database. */
type Stored = Pick<
  Facts,
  'lead' | 'inEffect' | 'scores' | 'modelWords' | 'mails' | 'people' | 'approvedCalls'
>

interface ScoreRow {
  score: {
    reasoning: string
    factor_scores: unknown
    flags: unknown
    questions_to_ask: string[]
    second_opinion: { reasoning: string } | null
  }
}

export async function readStored(
  database: Database,
  organization: TestOrganization,
  leadId: string,
): Promise<Stored> {
  const query = <T>(statement: ReturnType<typeof sql<T>>) => ownerQuery(database, statement)
  const [lead] = await query(sql<Lead>`select * from leads where id = ${leadId}`)
  const [shown] = await query(
    sql<{ score: string | null; priority: string; action: string }>`
      select effective_score as score, effective_priority as priority, effective_action as action
      from leads where id = ${leadId}`,
  )
  const rows = await query(
    sql<ScoreRow>`select score from lead_score_history where lead_id = ${leadId}`,
  )
  const scores = rows.map(({ score }) => ({
    factor_scores: FactorScores.parse(score.factor_scores),
    flags: Flag.array().parse(score.flags),
  }))
  const mails = await query(
    sql<{ recipient: string; words: string }>`
      select recipient, subject || ' ' || body_text as words from outgoing_mails
      where organization_id = ${organization.id}`,
  )
  const [approved] = await query(
    sql<{ count: string }>`select count(*) as count from approvals
      where organization_id = ${organization.id} and status in ('approved', 'executed')`,
  )
  return {
    lead: lead ?? null,
    inEffect:
      shown && shown.score !== null
        ? {
            qualification_score: Number(shown.score),
            priority: Priority.parse(shown.priority),
            recommended_action: RecommendedAction.parse(shown.action),
          }
        : null,
    scores,
    modelWords: rows.flatMap(({ score }, i) => [
      score.reasoning,
      ...score.questions_to_ask,
      ...(score.second_opinion ? [score.second_opinion.reasoning] : []),
      ...Object.values(scores[i]?.factor_scores ?? {}).map((f) => f.reasoning),
      ...(scores[i]?.flags ?? []).map((f) => f.message),
    ]),
    mails,
    people: [organization.administratorEmail, salesAddress(organization)],
    approvedCalls: Number(approved?.count ?? 0),
  }
}

/** Where alerts of an organization go. */
export const salesAddress = ({ administratorEmail }: TestOrganization): string =>
  administratorEmail.replace('boss@', 'sales@')

/** The rows of a lead and of its score, as text to compare. */
export async function photographLead(database: Database, leadId: string): Promise<string> {
  const rows = await ownerQuery(
    database,
    sql<{ row: unknown }>`
      select to_jsonb(l) || jsonb_build_object('score', to_jsonb(s)) as row
      from leads l left join lead_scores s on s.lead_id = l.id where l.id = ${leadId}`,
  )
  return JSON.stringify(rows)
}

export interface RunRow {
  id: string
  status: Execution['status']
}

/** The runs about a lead, oldest first. */
export const runsOf = (database: Database, leadId: string): Promise<RunRow[]> =>
  ownerQuery(
    database,
    sql<RunRow>`select id, status from agent_executions
      where lead_id = ${leadId} and agent_type = 'lead_qualification' order by created_at`,
  )

/** Alarms that an agent's reading of bait has rung. */
export async function countAlarms(database: Database, { id }: TestOrganization): Promise<number> {
  const [row] = await ownerQuery(
    database,
    sql<{ count: string }>`select count(*) as count from canary_alarms
      where organization_id = ${id} and level = 'alarm' and reader = 'agent:lead_qualification'`,
  )
  return Number(row?.count ?? 0)
}
