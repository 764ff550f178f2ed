/** The same input again, for real, as a new execution. */
import type { Execution } from '@insa/contracts'
import { recordAudit } from '../../platform/audit/audit.ts'
import { conflict, notFound } from '../../platform/http/errors.ts'
import type { KeepAnswer } from '../../platform/http/idempotency.ts'
import { type Actor, actorLabel, initiatorsOf } from '../../platform/identity/actor.ts'
import { presentExecution } from '../../platform/runtime/execution.ts'
import { findExecution } from '../../platform/runtime/executions.store.ts'
import type { ExecutionsDeps } from './executions-deps.ts'

/** An import's upload is gone when it has ended; sending the file again is the way. */
const NOT_REPEATABLE = new Set(['lead_import'])

/** @throws AppError 404, 409 for kinds that cannot be repeated. */
export async function rerunExecution(
  deps: ExecutionsDeps,
  actor: Actor,
  id: string,
  correlationId: string,
  keep: KeepAnswer<Execution>,
): Promise<Execution> {
  const triggeredBy = actorLabel(actor)
  return deps.database.tenant(actor.organizationId, async (tx) => {
    const before = await findExecution(tx, id)
    if (!before) throw notFound('execution', id)
    if (NOT_REPEATABLE.has(before.agent_type)) {
      throw conflict(
        'execution.not_replayable',
        'An import cannot be run again; send the file again.',
      )
    }
    const row = await deps.runtime.open(tx, {
      agentType: before.agent_type,
      input: before.input_data as Record<string, unknown>,
      leadId: before.lead_id,
      triggeredBy,
      correlationId,
      priority: 10,
      // Whatever it reads, it is the same words: taint and initiators stay, and whoever repeats it joins them.
      fedBy: before.id,
      taintedBy: before.tainted_by,
      initiators: [...new Set([...before.initiators, ...initiatorsOf(actor)])],
    })
    await recordAudit(tx, {
      actor: triggeredBy,
      action: 'execution.replayed',
      subject: { type: 'execution', id },
      executionId: row.id,
      correlationId,
    })
    const execution = presentExecution(row, [])
    await keep(tx, execution)
    return execution
  })
}
