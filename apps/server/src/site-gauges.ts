/**
 * What stands in the database and in the gateway, for Prometheus. Every process of a site reads the same rows: across
 * processes take the maximum, not the sum.
 */
import { countPendingApprovals } from './platform/approvals/approvals.store.ts'
import { readDaysLeft } from './platform/budget/read-day-left.ts'
import type { Database, PoolState } from './platform/database/database.ts'
import type { ReplicaState } from './platform/database/replica.ts'
import type { McpManager } from './platform/gateway/mcp-manager.ts'
import { readQueueDepth } from './platform/runtime/queue-depth.ts'
import type { Metrics, Reading } from './platform/telemetry/metrics.ts'

interface Site {
  database: Database
  mcp: Pick<McpManager, 'servers'>
}

const POOL_STATES = ['used', 'idle'] as const

/** Metrics are often asked for by several collectors at once; the rows are read once in this time. Milliseconds. */
const FRESH_MS = 5_000

export function addSiteGauges(metrics: Pick<Metrics, 'gauge'>, { database, mcp }: Site): void {
  /** The embedded database has no pool. */
  const ofPool = (read: (pool: PoolState) => Reading[]): Reading[] => {
    const pool = database.pool()
    return pool ? read(pool) : []
  }
  const depth = keptFor(FRESH_MS, () => readQueueDepth(database))
  const byQueue = (value: 'count' | 'oldestSeconds') => async (): Promise<Reading[]> =>
    (await depth()).map((d) => ({
      labels: { agent_type: d.agentType, status: d.status },
      value: d[value],
    }))
  metrics.gauge({
    name: 'insa_agent_executions_open',
    help: 'Agent executions that have not ended, by status.',
    labelNames: ['agent_type', 'status'],
    read: byQueue('count'),
  })
  metrics.gauge({
    name: 'insa_agent_executions_oldest_seconds',
    help: 'Age of the oldest open execution, from when it was due.',
    labelNames: ['agent_type', 'status'],
    read: byQueue('oldestSeconds'),
  })
  metrics.gauge({
    name: 'insa_approvals_waiting',
    help: 'Calls that wait for a person.',
    labelNames: [],
    read: async () => [{ labels: {}, value: await database.sweeper(countPendingApprovals) }],
  })
  metrics.gauge({
    name: 'insa_budget_day_left_usd',
    help: 'US dollars that models may still cost today (UTC), by organization with a limit.',
    labelNames: ['organization_id'],
    read: keptFor(FRESH_MS, async () =>
      (await readDaysLeft(database)).map((d) => ({
        labels: { organization_id: d.organizationId },
        value: d.leftUsd,
      })),
    ),
  })
  metrics.gauge({
    name: 'insa_database_pool_connections',
    help: 'Database connections of this process; it may have insa_database_pool_size of them.',
    labelNames: ['state'],
    read: () =>
      ofPool((pool) => POOL_STATES.map((state) => ({ labels: { state }, value: pool[state] }))),
  })
  metrics.gauge({
    name: 'insa_database_pool_size',
    help: 'Database connections that this process may have at most.',
    labelNames: [],
    read: () => ofPool((pool) => [{ labels: {}, value: pool.size }]),
  })
  metrics.gauge({
    name: 'insa_database_pool_waiting',
    help: 'Transactions of this process that wait for a database connection.',
    labelNames: [],
    read: () => ofPool((pool) => [{ labels: {}, value: pool.waiting }]),
  })
  const replica = keptFor(FRESH_MS, () => database.replica())
  const ofReplica = (value: (state: ReplicaState) => number | null) => async () => {
    const state = await replica()
    const figure = state && value(state)
    return figure === null ? [] : [{ labels: {}, value: figure }]
  }
  metrics.gauge({
    name: 'insa_database_replica_up',
    help: 'Whether the replica of the database answers: 1 or 0.',
    labelNames: [],
    read: ofReplica(({ answers }) => (answers ? 1 : 0)),
  })
  metrics.gauge({
    name: 'insa_database_replica_lag_seconds',
    help: 'How far the replica of the database is behind, by its own clock.',
    labelNames: [],
    read: ofReplica(({ lagSeconds }) => lagSeconds),
  })
  metrics.gauge({
    name: 'insa_mcp_server_up',
    help: 'Whether an MCP server is ready to be called: 1 or 0.',
    labelNames: ['server'],
    read: () =>
      [...mcp.servers].map(([name, server]) => ({
        labels: { server: name },
        value: server.isUp() ? 1 : 0,
      })),
  })
}

function keptFor<T>(ms: number, read: () => Promise<T>): () => Promise<T> {
  let kept: { at: number; value: Promise<T> } | undefined
  return () => {
    const now = performance.now()
    if (!kept || now - kept.at > ms) kept = { at: now, value: read() }
    return kept.value
  }
}
