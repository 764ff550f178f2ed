/** One look at an organization: which rules are broken, and by how much. */
import type { AlertSettings } from '@insa/contracts'
import { sql } from 'kysely'
import type { TenantTx } from '../../platform/database/database.ts'
import { COST_WINDOW_MS, FAILURE_WINDOW_MS, LEAST_RUNS, TIMING } from './alert-rules.ts'
import type { Sighting } from './alerts.store.ts'

/** @param isFiring figures of what fires count down to a lower mark. */
export async function lookAtOrganization(
  tx: TenantTx,
  settings: AlertSettings,
  isFiring: (rule: string, subject: string) => boolean,
  at: Date,
): Promise<Sighting[]> {
  const mark = (rule: 'agent_failure_rate' | 'model_cost', subject: string, threshold: number) =>
    isFiring(rule, subject) ? threshold * TIMING[rule].clearAt : threshold
  const seen: Sighting[] = []
  for (const { agentType, percent } of await readFailures(tx, at)) {
    const threshold = settings.failure_percent
    if (percent > mark('agent_failure_rate', agentType, threshold))
      seen.push({ rule: 'agent_failure_rate', subject: agentType, value: percent, threshold })
  }
  const threshold = Number(settings.cost_usd)
  const cost = await readCost(tx, at)
  if (cost > mark('model_cost', 'models', threshold))
    seen.push({ rule: 'model_cost', subject: 'models', value: cost, threshold })
  return seen
}

/** Of agents with enough runs; replays are somebody's experiment. */
async function readFailures(
  tx: TenantTx,
  at: Date,
): Promise<{ agentType: string; percent: number }[]> {
  const failed = sql<number>`count(*) filter (where status = 'failed')`
  const rows = await tx.db
    .selectFrom('agent_executions')
    .select(['agent_type', sql<number>`100.0 * ${failed} / count(*)`.as('percent')])
    .where('status', 'in', ['succeeded', 'failed'])
    .where('replay', 'is', null)
    .where('finished_at', '>', new Date(at.getTime() - FAILURE_WINDOW_MS))
    .groupBy('agent_type')
    .having(sql<boolean>`count(*) >= ${LEAST_RUNS}`)
    .execute()
  return rows.map((r) => ({ agentType: r.agent_type, percent: Number(r.percent) }))
}

/** US dollars, for a comparison with a mark and for people, not for a bill. */
async function readCost(tx: TenantTx, at: Date): Promise<number> {
  const since = new Date(at.getTime() - COST_WINDOW_MS)
  const row = await tx.db
    .selectFrom('model_calls')
    .select((eb) => eb.fn.sum<string | null>('cost_usd').as('cost'))
    // The day finds the few rows by an index.
    .where('day', '>=', sql<string>`${since}::timestamptz::date - 1`)
    .where('settled_at', '>', since)
    .executeTakeFirst()
  return Number(row?.cost ?? 0)
}
