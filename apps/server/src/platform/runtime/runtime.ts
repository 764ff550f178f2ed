/** Opens executions. Rows remember; the doorbell only wakes (docs/decisions/0003). */
import type { ExecutionStatus } from '@insa/contracts'
import type { AnswerCache } from '../cache/answer-cache.ts'
import type { TenantTx } from '../database/database.ts'
import type { Publish } from '../events/outbox.ts'
import type { Tracing } from '../telemetry/tracing.ts'
import type { AgentDefinition } from './agent.ts'
import type { ExecutionRow } from './execution.ts'
import {
  insertExecution,
  insertExecutionOnce,
  insertExecutions,
  type NewExecution,
} from './executions.store.ts'

export interface Runtime {
  /** What can run, by type. Filled once, while the program is wired. */
  readonly agents: ReadonlyMap<string, AgentDefinition>
  /** @throws when two agents share a type. */
  register(agent: AgentDefinition): void
  /** Opens an execution in the caller's transaction; it starts after the commit. @throws for an unknown type. */
  open(tx: TenantTx, execution: Omit<NewExecution, 'engine'>): Promise<ExecutionRow>
  /** As `open`, once for an event and an agent. @returns undefined where that event has started it already. */
  openOnce(
    tx: TenantTx,
    execution: Omit<NewExecution, 'engine'> & { startedByEvent: string },
  ): Promise<ExecutionRow | undefined>
  /** Opens many at once, without an event for each: bulk work tells of itself. */
  openMany(tx: TenantTx, executions: Omit<NewExecution, 'engine'>[]): Promise<void>
}

export interface RuntimeDeps {
  publish: Publish
  /** Wakes the workers of such agents. */
  ring: (agentType: string) => void
  /** Told of executions that open without an event. */
  cache: Pick<AnswerCache, 'forget'>
  tracing: Tracing
}

export function createRuntime({ publish, ring, cache, tracing }: RuntimeDeps): Runtime {
  const agents = new Map<string, AgentDefinition>()
  const engineOf = ({ agentType }: Pick<NewExecution, 'agentType'>) =>
    agents.get(agentType)?.engine ?? 'baseline'
  const tell = async (tx: TenantTx, row: ExecutionRow) => {
    await publish(tx, executionUpdated(row))
    tx.afterCommit(() => ring(row.agent_type))
    return row
  }
  return {
    agents,
    register(agent) {
      if (agents.has(agent.type)) throw new Error(`Two agents have the type ${agent.type}.`)
      agents.set(agent.type, agent)
    },
    async open(tx, execution) {
      if (!agents.has(execution.agentType)) {
        throw new Error(`No agent of type ${execution.agentType}.`)
      }
      const engine = execution.replay?.engine ?? engineOf(execution)
      const traceparent = tracing.traceparent()
      return tell(tx, await insertExecution(tx, { ...execution, engine, traceparent }))
    },
    async openOnce(tx, execution) {
      const row = await insertExecutionOnce(tx, { ...execution, engine: engineOf(execution) })
      return row && tell(tx, row)
    },
    async openMany(tx, executions) {
      await insertExecutions(
        tx,
        executions.map((e) => ({ ...e, engine: engineOf(e), traceparent: tracing.traceparent() })),
      )
      tx.afterCommit(() => cache.forget(tx.organizationId, ['executions']))
      const types = new Set(executions.map((e) => e.agentType))
      tx.afterCommit(() => {
        for (const type of types) ring(type)
      })
    },
  }
}

/** The event that tells of an execution's status. */
export const executionUpdated = (
  row: Pick<ExecutionRow, 'id' | 'agent_type' | 'status' | 'lead_id'>,
) => ({
  type: 'execution.updated' as const,
  execution_id: row.id,
  agent_type: row.agent_type,
  status: row.status as ExecutionStatus,
  lead_id: row.lead_id,
})
