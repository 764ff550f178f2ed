/** Ends a run that has read a canary. Whoever sees runs sees one that was cancelled, and not why. */
import type { ExecutionStatus } from '@insa/contracts'
import { withdrawApprovals } from '../approvals/approvals.store.ts'
import { recordAudit } from '../audit/audit.ts'
import type { Database } from '../database/database.ts'
import type { Publish } from '../events/outbox.ts'
import type { CallContext } from '../gateway/call-context.ts'
import { cancelExecution, findExecution } from '../runtime/executions.store.ts'
import { executionUpdated } from '../runtime/runtime.ts'

export interface RunStopper {
  /** Aborts it if it runs in this process. */
  abortRunning: (executionId: string) => void
}

export interface StopRunDeps extends RunStopper {
  database: Database
  publish: Publish
}

export const stopRun =
  ({ database, publish, abortRunning }: StopRunDeps) =>
  async ({ organizationId, executionId, correlationId }: CallContext): Promise<void> => {
    await database.tenant(organizationId, async (tx) => {
      const row = await findExecution(tx, executionId)
      const status = await cancelExecution(tx, executionId)
      if (!row || !status) return
      await recordAudit(tx, {
        actor: 'system:canaries',
        action: 'canary.run_stopped',
        subject: { type: 'execution', id: executionId },
        executionId,
        correlationId,
      })
      for (const approval_id of await withdrawApprovals(tx, executionId)) {
        const withdrawn = { approval_id, execution_id: executionId, status: 'withdrawn' } as const
        await publish(tx, { type: 'approval.changed', ...withdrawn })
      }
      await publish(tx, executionUpdated({ ...row, status: status as ExecutionStatus }))
    })
    abortRunning(executionId)
  }
