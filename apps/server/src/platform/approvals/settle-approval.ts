/** An approval is decided, by a person or by time: the decision, the run's return to the queue and the record are one. */
import { recordAudit } from '../audit/audit.ts'
import type { TenantTx } from '../database/database.ts'
import type { Publish } from '../events/outbox.ts'
import { lockExecution, resumeExecution } from '../runtime/executions-aside.store.ts'
import { executionUpdated } from '../runtime/runtime.ts'
import {
  type ApprovalRow,
  type ApprovalWithOutcome,
  type Decision,
  decideApproval,
} from './approvals.store.ts'

export interface SettleDeps {
  publish: Publish
  /** Wakes the workers of such agents. */
  ring: (agentType: string) => void
}

/** @returns the row; undefined when it was too late: decided, expired, withdrawn, or its run does not wait any more. */
export async function settleApproval(
  tx: TenantTx,
  { publish, ring }: SettleDeps,
  asked: Pick<ApprovalWithOutcome, 'id' | 'execution_id'>,
  decision: Decision,
  correlationId: string,
): Promise<ApprovalRow | undefined> {
  // The execution first, as a cancellation has it: two who go the other way round would wait for each other.
  const execution = await lockExecution(tx, asked.execution_id)
  if (execution?.status !== 'waiting_approval') return undefined
  const row = await decideApproval(tx, asked.id, decision)
  if (!row) return undefined
  await resumeExecution(tx, row.execution_id)
  await publish(tx, executionUpdated({ ...execution, status: 'queued' }))
  await publish(tx, {
    type: 'approval.changed',
    approval_id: row.id,
    execution_id: row.execution_id,
    status: decision.status,
  })
  await recordAudit(tx, {
    actor: decision.by,
    action: `approval.${decision.status}`,
    subject: { type: 'approval', id: row.id },
    executionId: row.execution_id,
    correlationId,
    details: {
      effect_hash: row.effect_hash,
      edited: row.effect_hash !== row.requested_hash,
      ...(row.reason === null ? {} : { reason: row.reason }),
    },
    tool: row.tool,
    input: row.arguments,
  })
  tx.afterCommit(() => ring(execution.agent_type))
  return row
}
