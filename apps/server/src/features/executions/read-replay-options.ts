/** What a replay of an execution can change here. */
import type { ReplayOptions } from '@insa/contracts'
import { notFound } from '../../platform/http/errors.ts'
import { findExecution } from '../../platform/runtime/executions.store.ts'
import type { ExecutionsDeps } from './executions-deps.ts'

/** @throws AppError 404. */
export async function readReplayOptions(
  { database, runtime, engines }: ExecutionsDeps,
  organizationId: string,
  id: string,
): Promise<ReplayOptions> {
  const row = await database.tenant(organizationId, (tx) => findExecution(tx, id))
  if (!row) throw notFound('execution', id)
  const prompt = runtime.agents.get(row.agent_type)?.prompt ?? null
  return {
    engines: prompt === null ? [] : [...engines.names],
    models: [...new Set(engines.names.flatMap((name) => engines.modelsOf(name)))],
    prompt,
  }
}
