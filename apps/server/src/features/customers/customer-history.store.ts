/**
 * One timeline of all that happened with a customer. It is the one place that reads across what the features own, as the
 * overview does: one statement, every part of it by an index on the customer or its leads.
 */
import { type HistoryEntry, HistoryKind, type HistoryQuery, Instant } from '@insa/contracts'
import { type RawBuilder, sql } from 'kysely'
import type { TenantTx } from '../../platform/database/database.ts'
import { type Cursor, invalidCursor } from '../../platform/http/cursor.ts'

interface HistoryRow extends Omit<HistoryEntry, 'at' | 'kind'> {
  kind: string
  at: Date
}

/** Milliseconds, as JavaScript's Date: a cursor must name the entry exactly. */
const ms = (column: string) => sql`date_trunc('milliseconds', ${sql.ref(column)})`

/** Long texts are cut: whoever wants all of it follows the id. */
const DETAIL_LENGTH = 500

/** id, kind, at, title, detail, actor, activity_type, lead_id, opportunity_id, project_id, execution_id */
const PARTS: Record<HistoryKind, (id: string, leadIds: string[]) => RawBuilder<unknown>> = {
  lead: (id) => sql`
    select id, 'lead' as kind, ${ms('created_at')} as at, coalesce(company_name, lead_name, email_id) as title,
      source as detail, null as actor, null as activity_type, id as lead_id, null::uuid as opportunity_id,
      null::uuid as project_id, null::uuid as execution_id
    from leads where customer_id = ${id}`,
  score: (_, leadIds) => sql`
    select execution_id as id, 'score' as kind, ${ms('scored_at')} as at, score->>'qualification_score' as title,
      score->>'priority' as detail, null as actor, null as activity_type, lead_id, null::uuid as opportunity_id,
      null::uuid as project_id, execution_id
    from lead_score_history where lead_id = any(${leadIds}::uuid[])`,
  execution: (id, leadIds) => sql`
    select id, 'execution' as kind, ${ms('created_at')} as at, agent_type as title, status as detail,
      triggered_by as actor, null as activity_type, lead_id, null::uuid as opportunity_id, null::uuid as project_id,
      id as execution_id
    from agent_executions where (lead_id = any(${leadIds}::uuid[]) or customer_id = ${id}) and replay is null`,
  opportunity: (id) => sql`
    select id, 'opportunity' as kind, ${ms('created_at')} as at, title,
      opportunity_amount::text || ' ' || currency as detail, null as actor, null as activity_type, lead_id,
      id as opportunity_id, null::uuid as project_id, null::uuid as execution_id
    from opportunities where customer_id = ${id}`,
  stage_change: (id) => sql`
    select c.id, 'stage_change' as kind, ${ms('c.changed_at')} as at, o.title,
      case when c.to_status <> c.from_status then c.to_status else c.from_stage || ' → ' || c.to_stage end as detail,
      c.changed_by as actor, null as activity_type, o.lead_id, o.id as opportunity_id, null::uuid as project_id,
      null::uuid as execution_id
    from opportunities o join opportunity_stage_changes c on c.opportunity_id = o.id
    where o.customer_id = ${id} and c.from_stage is not null`,
  // One part a way to get there, each by its own index: an OR over all four reads every activity.
  activity: (id, leadIds) => sql`
    select id, 'activity' as kind, date_trunc('milliseconds', coalesce(communication_date, created_at)) as at,
      coalesce(subject, left(content, 120)) as title, left(content, ${DETAIL_LENGTH}) as detail, created_by as actor,
      activity_type, lead_id, opportunity_id, project_id, null::uuid as execution_id
    from (
      select * from activities where customer_id = ${id}
      union all
      select * from activities where lead_id = any(${leadIds}::uuid[])
      union all
      select * from activities where opportunity_id = any(array(select id from opportunities where customer_id = ${id}))
      union all
      select * from activities where project_id = any(array(select id from projects where customer_id = ${id}))
    ) activities`,
  mail: (_, leadIds) => sql`
    select id, 'mail' as kind, ${ms('created_at')} as at, subject as title, recipient as detail, null as actor,
      null as activity_type, lead_id, null::uuid as opportunity_id, null::uuid as project_id, execution_id
    from outgoing_mails where lead_id = any(${leadIds}::uuid[])`,
  project: (id) => sql`
    select id, 'project' as kind, ${ms('created_at')} as at, project_name as title, status as detail, null as actor,
      null as activity_type, null::uuid as lead_id, opportunity_id, id as project_id, null::uuid as execution_id
    from projects where customer_id = ${id}`,
  merge: (id) => sql`
    select id, 'merge' as kind, ${ms('merged_at')} as at, customer_name as title, null as detail, merged_by as actor,
      null as activity_type, null::uuid as lead_id, null::uuid as opportunity_id, null::uuid as project_id,
      null::uuid as execution_id
    from customers where merged_into = ${id}`,
}

/**
 * One entry more than asked, newest first.
 * @param kinds what the reader may see.
 */
export async function readHistory(
  tx: TenantTx,
  customerId: string,
  kinds: readonly HistoryKind[],
  { limit, kind }: HistoryQuery,
  after: Cursor | null,
): Promise<HistoryRow[]> {
  const wanted = kinds.filter((k) => kind === undefined || k === kind)
  if (wanted.length === 0) return []
  const { rows: leads } = await sql<{ id: string }>`
    select id from leads where customer_id = ${customerId}`.execute(tx.db)
  const leadIds = leads.map((l) => l.id)
  const parts = wanted.map((k) => PARTS[k](customerId, leadIds))
  const { rows } = await sql<HistoryRow>`
    select * from (${sql.join(parts, sql` union all `)}) entry ${before(after)}
    order by at desc, id desc limit ${limit + 1}`.execute(tx.db)
  return rows
}

function before(after: Cursor | null): RawBuilder<unknown> {
  if (!after) return sql``
  const at = Instant.refine((text) => !text.startsWith('0000')).safeParse(after[0])
  if (!at.success) throw invalidCursor()
  return sql`where (at, id) < (${at.data}::timestamptz, ${after[1]}::uuid)`
}

export const presentEntry = (row: HistoryRow): HistoryEntry => ({
  id: row.id,
  kind: HistoryKind.parse(row.kind),
  at: row.at.toISOString(),
  title: row.title,
  detail: row.detail,
  actor: row.actor,
  activity_type: row.activity_type,
  lead_id: row.lead_id,
  opportunity_id: row.opportunity_id,
  project_id: row.project_id,
  execution_id: row.execution_id,
})
