/** Cancels: what waits at once, what runs as soon as it notices. */
import type { ExecutionStatus } from '@insa/contracts'
import { withdrawApprovals } from '../../platform/approvals/approvals.store.ts'
import { recordAudit } from '../../platform/audit/audit.ts'
import { conflict, notFound } from '../../platform/http/errors.ts'
import { type Actor, actorLabel } from '../../platform/identity/actor.ts'
import { cancelExecution, findExecution } from '../../platform/runtime/executions.store.ts'
import { executionUpdated } from '../../platform/runtime/runtime.ts'
import type { ExecutionsDeps } from './executions-deps.ts'

/** @throws AppError 404, 409 when it has ended. */
export async function requestCancel(
  deps: ExecutionsDeps,
  actor: Actor,
  id: string,
  correlationId: string,
): Promise<void> {
  await deps.database.tenant(actor.organizationId, async (tx) => {
    const row = await findExecution(tx, id)
    if (!row) throw notFound('execution', id)
    const status = await cancelExecution(tx, id)
    if (!status)
      throw conflict('execution.ended', `The execution has ended already (${row.status}).`)
    await recordAudit(tx, {
      actor: actorLabel(actor),
      action: 'execution.cancelled',
      subject: { type: 'execution', id },
      executionId: id,
      correlationId,
    })
    for (const approval_id of await withdrawApprovals(tx, id)) {
      const withdrawn = { approval_id, execution_id: id, status: 'withdrawn' } as const
      await deps.publish(tx, { type: 'approval.changed', ...withdrawn })
    }
    await deps.publish(tx, executionUpdated({ ...row, status: status as ExecutionStatus }))
  })
  deps.abortRunning(id)
}
