import { sql } from 'kysely'
import type { Database } from '../database/database.ts'

export interface QueueDepth {
  agentType: string
  status: string
  count: number
  /** Since the oldest of them could have begun, items of batches aside: those are in no hurry. Seconds. */
  oldestSeconds: number
}

/** What has not ended, of every tenant. */
export async function readQueueDepth(database: Database): Promise<QueueDepth[]> {
  const rows = await database.sweeper((tx) =>
    tx.db
      .selectFrom('agent_executions')
      .select((eb) => [
        'agent_type',
        'status',
        eb.fn.countAll<number>().as('count'),
        sql<number>`coalesce(greatest(extract(epoch from now() - min(due_at) filter (where batch_id is null)), 0), 0)::float8`.as(
          'oldest',
        ),
      ])
      .where('status', 'in', ['queued', 'running', 'waiting_approval'])
      .groupBy(['agent_type', 'status'])
      .execute(),
  )
  return rows.map((r) => ({
    agentType: r.agent_type,
    status: r.status,
    count: r.count,
    oldestSeconds: r.oldest,
  }))
}
