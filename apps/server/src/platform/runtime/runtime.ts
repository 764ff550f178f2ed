/** Starts, carries on, ends executions. Rows remember; the doorbell only wakes (docs/decisions/0003). */
import type { ExecutionStatus } from '@insa/contracts'
import type { TenantTx } from '../database/database.ts'
import type { Publish } from '../events/outbox.ts'
import type { AgentDefinition } from './agent.ts'
import type { ExecutionRow } from './execution.ts'
import { insertExecution, insertExecutions, type NewExecution } from './executions.store.ts'

export interface Runtime {
  /** Opens an execution in the caller's transaction; it starts after the commit. */
  open(tx: TenantTx, execution: Omit<NewExecution, 'engine'>): Promise<ExecutionRow>
  /** Opens many at once, without an event for each: bulk work tells of itself. */
  openMany(tx: TenantTx, executions: Omit<NewExecution, 'engine'>[]): Promise<void>
  agents: ReadonlyMap<string, AgentDefinition>
}

export interface RuntimeDeps {
  publish: Publish
  agents: AgentDefinition[]
  /** What an execution says it runs on until its engine has answered. */
  defaultEngine: string
  /** Wakes the workers. */
  ring: () => void
}

/** @throws when two agents share a type. */
export function createRuntime({ publish, agents, defaultEngine, ring }: RuntimeDeps): Runtime {
  const byType = new Map(agents.map((a) => [a.type, a]))
  if (byType.size !== agents.length) throw new Error('Two agents have the same type.')
  return {
    agents: byType,
    async open(tx, execution) {
      if (!byType.has(execution.agentType))
        throw new Error(`No agent of type ${execution.agentType}.`)
      const row = await insertExecution(tx, { ...execution, engine: defaultEngine })
      await publish(tx, executionUpdated(row))
      tx.afterCommit(ring)
      return row
    },
    async openMany(tx, executions) {
      await insertExecutions(
        tx,
        executions.map((e) => ({ ...e, engine: defaultEngine })),
      )
      tx.afterCommit(ring)
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
