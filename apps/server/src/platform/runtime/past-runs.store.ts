/** What runs of an agent have cost of late. */
import { sql } from 'kysely'
import type { TenantTx } from '../database/database.ts'

export interface MedianRun {
  /** How many runs the medians are of. */
  runs: number
  /** US dollars. */
  costUsd: string
  inputTokens: number
  outputTokens: number
  /** The one of the latest. */
  model: string | null
}

/** The latest ones are enough, and are alike. */
const LATEST = 200

/** Of this organization's latest runs that an engine has answered at full price; null where there are none. */
export async function findMedianRun(
  tx: TenantTx,
  agentType: string,
  engine: string,
): Promise<MedianRun | null> {
  const { rows } = await sql<MedianRun>`
    select count(*)::int as runs,
      ${median(sql`cost_usd`)}::numeric(14, 6)::text as "costUsd",
      ${median(sql`(tokens_used->>'input')::float8 + (tokens_used->>'cache_read')::float8 + (tokens_used->>'cache_write')::float8`)}::int
        as "inputTokens",
      ${median(sql`(tokens_used->>'output')::float8`)}::int as "outputTokens",
      (array_agg(model order by created_at desc))[1] as model
    from (
      select e.cost_usd, e.tokens_used, e.model, e.created_at from agent_executions e
      left join execution_batches b on b.id = e.batch_id
      where e.agent_type = ${agentType} and e.status = 'succeeded' and e.engine = ${engine} and e.replay is null
        and b.off_peak is not true
      order by e.created_at desc limit ${LATEST}
    ) latest`.execute(tx.db)
  const found = rows[0]
  return found && found.runs > 0 ? found : null
}

const median = (of: ReturnType<typeof sql>) =>
  sql`percentile_cont(0.5) within group (order by ${of})`
