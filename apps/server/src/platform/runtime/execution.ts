/** Rows of `agent_executions` and `execution_steps` as the contract's shapes. */
import {
  type Execution,
  ExecutionError,
  ExecutionProgress,
  ExecutionStatus,
  type ExecutionStep,
  StepKind,
  StepStatus,
  TokensUsed,
} from '@insa/contracts'
import type { Selectable } from 'kysely'
import type { AgentExecutions, ExecutionSteps } from '../database/schema.generated.ts'
import { replayOf } from './replay.ts'

/** What an execution says that a person cancelled. */
export const CANCELLED_ERROR = {
  code: 'execution.cancelled',
  message: 'Cancelled by a person.',
} as const

export type ExecutionRow = Selectable<AgentExecutions>
export type StepRow = Pick<
  Selectable<ExecutionSteps>,
  'seq' | 'kind' | 'name' | 'status' | 'started_at' | 'finished_at' | 'summary'
>

const json = <T>(value: unknown, parse: (v: unknown) => T): T | null =>
  value === null ? null : parse(value)

export function presentExecution(row: ExecutionRow, steps: StepRow[]): Execution {
  return {
    id: row.id,
    agent_type: row.agent_type,
    status: ExecutionStatus.parse(row.status),
    input_data: row.input_data as Record<string, unknown>,
    output_data: row.output_data as Record<string, unknown> | null,
    error: json(row.error, (v) => ExecutionError.parse(v)),
    progress: json(row.progress, (v) => ExecutionProgress.parse(v)),
    engine: row.engine,
    model: row.model,
    tokens_used: TokensUsed.parse(row.tokens_used),
    cost_usd: Number(row.cost_usd).toFixed(6),
    attempts: row.attempts,
    correlation_id: row.correlation_id,
    triggered_by: row.triggered_by,
    fed_by: row.fed_by,
    lead_id: row.lead_id,
    customer_id: row.customer_id,
    replay: presentReplay(row),
    created_at: row.created_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    finished_at: row.finished_at?.toISOString() ?? null,
    steps: steps.map(presentStep),
  }
}

function presentReplay(row: ExecutionRow): Execution['replay'] {
  const replay = replayOf(row)
  return replay && { ...replay, prompt: replay.prompt !== null }
}

export function presentStep(row: StepRow): ExecutionStep {
  return {
    seq: row.seq,
    kind: StepKind.parse(row.kind),
    name: row.name,
    status: StepStatus.parse(row.status),
    started_at: row.started_at.toISOString(),
    duration_ms: row.finished_at ? row.finished_at.getTime() - row.started_at.getTime() : null,
    summary: row.summary,
  }
}
