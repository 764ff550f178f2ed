/** The figures of the overview page, each one query. Days are UTC. */
import { type Overview, Priority, RecommendedAction } from '@insa/contracts'
import { type RawBuilder, sql } from 'kysely'
import type { TenantTx } from '../../platform/database/database.ts'

const rows = async <T>(tx: TenantTx, query: ReturnType<typeof sql<T>>) =>
  (await query.execute(tx.db)).rows

export async function readOverview(tx: TenantTx, days: number): Promise<Overview> {
  const since = sql`(date_trunc('day', now() at time zone 'utc') - make_interval(days => ${days - 1}::int)) at time zone 'utc'`
  const byDay = await rows(
    tx,
    sql<{ day: string; count: number }>`
    select to_char(d, 'YYYY-MM-DD') as day, coalesce(sum(c.leads), 0) as count
    from generate_series(${since} at time zone 'utc', now() at time zone 'utc', interval '1 day') d
    left join lead_counts c on c.day = d::date
    group by d order by d`,
  )
  const grouped = await rows(
    tx,
    sql<{ priority: string; action: string; count: number }>`
    select priority, action, sum(leads) as count from lead_counts group by 1, 2`,
  )
  const answers = await readAnswers(tx, since)
  const statuses = await rows(
    tx,
    sql<{ status: string; count: number }>`
    select status, count(*) as count from agent_executions where created_at >= ${since} and replay is null group by status`,
  )
  const count = (status: string) => Number(statuses.find((s) => s.status === status)?.count ?? 0)
  const sum = (of: (g: (typeof grouped)[number]) => boolean) =>
    grouped.filter(of).reduce((n, g) => n + Number(g.count), 0)
  return {
    leads_total: sum(() => true),
    leads_unscored: sum((g) => g.priority === ''),
    new_leads_by_day: byDay.map((d) => ({ day: d.day, count: Number(d.count) })),
    by_priority: Priority.options.map((priority) => ({
      priority,
      count: sum((g) => g.priority === priority),
    })),
    by_action: RecommendedAction.options.map((recommended_action) => ({
      recommended_action,
      count: sum((g) => g.action === recommended_action),
    })),
    answer_time_ms: answers,
    executions: {
      succeeded: count('succeeded'),
      failed: count('failed'),
      running: count('running'),
      queued: count('queued'),
    },
  }
}

/** From the request for a qualification to its stored score. */
async function readAnswers(
  tx: TenantTx,
  since: RawBuilder<unknown>,
): Promise<Overview['answer_time_ms']> {
  const answers = await rows(
    tx,
    sql<{ day: string | null; times: [number, number] | null }>`
    select to_char(day, 'YYYY-MM-DD') as day, percentile_cont(array[0.5, 0.95]) within group (order by ms) as times
    from (
      select date_trunc('day', created_at at time zone 'utc') as day,
        extract(epoch from finished_at - created_at)::float8 * 1000 as ms
      from agent_executions
      where agent_type = 'lead_qualification' and status = 'succeeded' and replay is null and created_at >= ${since}
    ) answer
    group by grouping sets ((day), ()) order by answer.day nulls last`,
  )
  const ms = (value: number) => Math.max(0, Math.round(value))
  const overall = answers.find((a) => a.day === null)?.times
  return {
    p50: overall ? ms(overall[0]) : null,
    p95: overall ? ms(overall[1]) : null,
    by_day: answers.flatMap(({ day, times }) =>
      day === null || times === null ? [] : [{ day, p50: ms(times[0]), p95: ms(times[1]) }],
    ),
  }
}
