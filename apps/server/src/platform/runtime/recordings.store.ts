/** Reads what a finished execution left behind for its replays. */
import type { TenantTx } from '../database/database.ts'
import type { EarlierCall } from '../gateway/model-calls.ts'
import { readModelCalls } from '../gateway/tool-calls.store.ts'
import type { ExecutionRow } from './execution.ts'
import { findExecution } from './executions.store.ts'

export interface RecordedStep {
  kind: string
  name: string
  output: unknown
}

export interface Recording {
  /** What ran then; undefined when it is gone. */
  execution: ExecutionRow | undefined
  /** In the order of the journal, those that came to an end. */
  steps: RecordedStep[]
  /** What models asked of tools, and heard. */
  calls: EarlierCall[]
}

/** The record of a replay is its own steps, and those it took from another record. */
export async function readRecording(tx: TenantTx, executionId: string): Promise<Recording> {
  return {
    execution: await findExecution(tx, executionId),
    steps: await tx.db
      .selectFrom('execution_steps')
      .select(['kind', 'name', 'output'])
      .where('execution_id', '=', executionId)
      .where('status', 'in', ['succeeded', 'replayed'])
      .orderBy('seq')
      .execute(),
    calls: [...(await readModelCalls(tx, executionId)).values()].flat(),
  }
}
