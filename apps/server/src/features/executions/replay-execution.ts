/** Runs a finished execution again from its journal, on another engine, model or prompt, touching nothing. */
import type { Execution, ReplayInput } from '@insa/contracts'
import { FINAL_STATUSES } from '@insa/contracts'
import { recordAudit } from '../../platform/audit/audit.ts'
import { conflict, invalid, notFound } from '../../platform/http/errors.ts'
import type { KeepAnswer } from '../../platform/http/idempotency.ts'
import { type Actor, actorLabel, initiatorsOf } from '../../platform/identity/actor.ts'
import { presentExecution } from '../../platform/runtime/execution.ts'
import { findExecution } from '../../platform/runtime/executions.store.ts'
import type { ExecutionsDeps } from './executions-deps.ts'

/** Somebody waits for it, but nobody's work depends on it. */
const PRIORITY = 5

/** @throws AppError 404, 409 while it runs, 422 for an engine or a model that is not here. */
export async function replayExecution(
  deps: ExecutionsDeps,
  actor: Actor,
  id: string,
  input: ReplayInput,
  correlationId: string,
  keep: KeepAnswer<Execution>,
): Promise<Execution> {
  refuseUnknown(deps, input)
  const triggeredBy = actorLabel(actor)
  return deps.database.tenant(actor.organizationId, async (tx) => {
    const before = await findExecution(tx, id)
    if (!before) throw notFound('execution', id)
    if (!(FINAL_STATUSES as readonly string[]).includes(before.status))
      throw conflict('execution.not_ended', `It has not ended yet (${before.status}).`)
    const { engine = null, model = null, prompt = null } = input
    const row = await deps.runtime.open(tx, {
      agentType: before.agent_type,
      input: before.input_data as Record<string, unknown>,
      leadId: before.lead_id,
      triggeredBy,
      correlationId,
      priority: PRIORITY,
      // Whatever it reads, it is the same words: taint and initiators stay, and whoever repeats it joins them.
      fedBy: before.id,
      taintedBy: before.tainted_by,
      initiators: [...new Set([...before.initiators, ...initiatorsOf(actor)])],
      replay: { of: id, engine, model, prompt },
    })
    await recordAudit(tx, {
      actor: triggeredBy,
      action: 'execution.replayed',
      subject: { type: 'execution', id },
      executionId: row.id,
      correlationId,
      details: { from_record: true, engine, model, other_prompt: prompt !== null },
    })
    const execution = presentExecution(row, [])
    await keep(tx, execution)
    return execution
  })
}

function refuseUnknown({ engines }: ExecutionsDeps, { engine, model }: ReplayInput): void {
  const [own = 'baseline'] = engines.names
  if (engine && !engines.names.includes(engine)) {
    const message = `This site has: ${engines.names.join(', ')}.`
    throw invalid([{ path: 'engine', code: 'unknown_engine', message }], `engine: ${message}`)
  }
  const models = engines.modelsOf(engine ?? own)
  if (model && !models.includes(model)) {
    const message =
      models.length === 0
        ? `The engine ${engine ?? own} asks no model.`
        : `Must be one of ${models.join(', ')}.`
    throw invalid([{ path: 'model', code: 'unknown_model', message }], `model: ${message}`)
  }
}
