/** The figures of the overview page, each one query. Days are UTC. */
import { type Overview, Priority, RecommendedAction } from '@insa/contracts'
import { sql } from 'kysely'
import type { TenantTx } from '../../platform/database/database.ts'

const rows = async <T>(tx: TenantTx, query: ReturnType<typeof sql<T>>) =>
  (await query.execute(tx.db)).rows

export async function readOverview(tx: TenantTx, days: number): Promise<Overview> {
  const since = sql`(date_trunc('day', now() at time zone 'utc') - make_interval(days => ${days - 1}::int)) at time zone 'utc'`
  const [totals] = await rows(
    tx,
    sql<{ leads: number; unscored: number }>`
    select count(*) as leads, count(*) filter (where effective_score is null) as unscored from leads`,
  )
  const byDay = await rows(
    tx,
    sql<{ day: string; count: number }>`
    select to_char(d, 'YYYY-MM-DD') as day, count(l.id) as count
    from generate_series(${since} at time zone 'utc', now() at time zone 'utc', interval '1 day') d
    left join leads l on l.created_at >= d at time zone 'utc' and l.created_at < (d + interval '1 day') at time zone 'utc'
    group by d order by d`,
  )
  const grouped = await rows(
    tx,
    sql<{ priority: string; action: string; count: number }>`
    select effective_priority as priority, effective_action as action, count(*) as count
    from leads where effective_priority is not null group by 1, 2`,
  )
  const answers = await rows(
    tx,
    sql<{ day: string | null; p50: number; p95: number }>`
    select to_char(created_at at time zone 'utc', 'YYYY-MM-DD') as day,
      percentile_cont(0.5) within group (order by extract(epoch from finished_at - created_at) * 1000) as p50,
      percentile_cont(0.95) within group (order by extract(epoch from finished_at - created_at) * 1000) as p95
    from agent_executions
    where agent_type = 'lead_qualification' and status = 'succeeded' and created_at >= ${since}
    group by grouping sets ((1), ()) order by 1 nulls last`,
  )
  const statuses = await rows(
    tx,
    sql<{ status: string; count: number }>`
    select status, count(*) as count from agent_executions where created_at >= ${since} group by status`,
  )
  const count = (status: string) => Number(statuses.find((s) => s.status === status)?.count ?? 0)
  const sum = (of: (g: (typeof grouped)[number]) => boolean) =>
    grouped.filter(of).reduce((n, g) => n + Number(g.count), 0)
  const overall = answers.find((a) => a.day === null)
  const ms = (value: number | string) => Math.max(0, Math.round(Number(value)))
  return {
    leads_total: Number(totals?.leads ?? 0),
    leads_unscored: Number(totals?.unscored ?? 0),
    new_leads_by_day: byDay.map((d) => ({ day: d.day, count: Number(d.count) })),
    by_priority: Priority.options.map((priority) => ({
      priority,
      count: sum((g) => g.priority === priority),
    })),
    by_action: RecommendedAction.options.map((recommended_action) => ({
      recommended_action,
      count: sum((g) => g.action === recommended_action),
    })),
    answer_time_ms: {
      p50: overall?.p50 == null ? null : ms(overall.p50),
      p95: overall?.p95 == null ? null : ms(overall.p95),
      by_day: answers.flatMap((a) =>
        a.day === null ? [] : [{ day: a.day, p50: ms(a.p50), p95: ms(a.p95) }],
      ),
    },
    executions: {
      succeeded: count('succeeded'),
      failed: count('failed'),
      running: count('running'),
      queued: count('queued'),
    },
  }
}
