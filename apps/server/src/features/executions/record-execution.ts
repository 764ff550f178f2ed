/** Keeps what an agent outside of the program has done, beside our own runs: it is seen, searched and audited like them. */
import type { Execution, ExecutionRecord } from '@insa/contracts'
import { recordAudit } from '../../platform/audit/audit.ts'
import { notFound } from '../../platform/http/errors.ts'
import type { KeepAnswer } from '../../platform/http/idempotency.ts'
import { type Actor, actorLabel, initiatorsOf } from '../../platform/identity/actor.ts'
import { presentExecution } from '../../platform/runtime/execution.ts'
import { insertRecorded } from '../../platform/runtime/executions.store.ts'
import { executionUpdated } from '../../platform/runtime/runtime.ts'
import type { ExecutionsDeps } from './executions-deps.ts'

export interface Recording {
  actor: Actor
  record: ExecutionRecord
  correlationId: string
  keep: KeepAnswer<Execution>
}

type RecordingDeps = Pick<ExecutionsDeps, 'database' | 'leadTitles' | 'customerIdOf' | 'publish'>

/** @throws AppError 404 for a lead or a customer that this organization has not. */
export function recordExecution(
  { database, leadTitles, customerIdOf, publish }: RecordingDeps,
  { actor, record, correlationId, keep }: Recording,
): Promise<Execution> {
  const triggeredBy = actorLabel(actor)
  return database.tenant(actor.organizationId, async (tx) => {
    const { lead_id, customer_id } = record
    // A reference is checked by the owner of the tables, whom policies do not bind: another tenant's lead would do.
    if (lead_id !== null && !(await leadTitles(tx, [lead_id])).has(lead_id)) {
      throw notFound('lead', lead_id)
    }
    const customerId = customer_id && (await customerIdOf(tx, customer_id))
    if (customer_id !== null && customerId === null) throw notFound('customer', customer_id)
    const by = { correlationId, triggeredBy, initiators: initiatorsOf(actor) }
    const row = await insertRecorded(tx, { ...record, customer_id: customerId }, by)
    await recordAudit(tx, {
      actor: triggeredBy,
      action: 'execution.recorded',
      subject: { type: 'execution', id: row.id },
      executionId: row.id,
      correlationId,
    })
    await publish(tx, executionUpdated(row))
    const execution = presentExecution(row, [])
    await keep(tx, execution)
    return execution
  })
}
