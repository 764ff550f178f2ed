/** One attempt at an execution, from its claim to its end or its return to the queue. */
import type { Logger } from 'pino'
import type { TenantTx } from '../database/database.ts'
import { runLabels, trail } from '../telemetry/logger.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { traceIdOf } from '../telemetry/trace-context.ts'
import { errorType, type Span } from '../telemetry/tracing.ts'
import type { AgentDefinition, RunCost } from './agent.ts'
import { AgentFailure } from './agent-failure.ts'
import {
  NO_PAST,
  type Past,
  type RunDeps,
  readPast,
  type StartedRun,
  startRun,
} from './agent-run.ts'
import { type ClaimedExecution, ClaimLost, requeueExecution } from './claims.store.ts'
import { CANCELLED_ERROR, type ExecutionRow } from './execution.ts'
import { endExecution } from './executions.store.ts'
import { MAX_ATTEMPTS } from './max-attempts.ts'
import { readRecording } from './recordings.store.ts'
import { replayOf } from './replay.ts'
import { startReplay } from './replay-run.ts'
import { executionUpdated } from './runtime.ts'

export interface AttemptDeps extends RunDeps {
  agents: ReadonlyMap<string, AgentDefinition>
  logger: Logger
  metrics: Metrics
}

/** Why a run is aborted. */
export const CANCELLED = 'cancelled'
export const STOPPING = 'stopping'
/** Another worker has it: this one writes nothing more about it. */
export const TAKEN_OVER = 'taken over'

const RETRY_BASE_MS = 1_000

/** In the words of ECS. */
const OUTCOME = { succeeded: 'success', failed: 'failure', cancelled: 'unknown' } as const

export async function attempt(
  deps: AttemptDeps,
  execution: ClaimedExecution,
  signal: AbortSignal,
): Promise<void> {
  const span = deps.tracing.begin({
    name: `invoke_agent ${execution.agent_type}`,
    kind: 'consumer',
    parent: execution.traceparent,
    traceId: traceIdOf(execution.correlation_id),
    key: execution.id,
    attributes: {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': execution.agent_type,
      'insa.execution.id': execution.id,
      'insa.execution.attempt': execution.attempts,
      'insa.correlation_id': execution.correlation_id,
    },
  })
  const logger = deps.logger.child(runLabels(execution))
  try {
    await span.run(() => attemptInSpan({ ...deps, logger, span }, execution, signal))
  } finally {
    span.end()
  }
}

type SpanDeps = AttemptDeps & { span: Span }

async function attemptInSpan(
  deps: SpanDeps,
  execution: ClaimedExecution,
  signal: AbortSignal,
): Promise<void> {
  const agent = deps.agents.get(execution.agent_type)
  const bounded = agent ? AbortSignal.any([signal, AbortSignal.timeout(agent.timeoutMs)]) : signal
  const past = execution.is_first
    ? NO_PAST
    : await deps.database.tenant(execution.organization_id, (tx) => readPast(tx, execution.id))
  let started: StartedRun | undefined
  const cost = () => started?.cost() ?? null
  const isAside = () => started?.isSuspended() ?? false
  const writeRest = async (tx: TenantTx) => started?.writeRest(tx)
  try {
    if (!agent)
      throw new AgentFailure('agent.unknown', `There is no agent of type ${execution.agent_type}.`)
    started = await start(deps, agent, execution, past, bounded)
    const outcome = await agent.run(started.run)
    if (isAside()) return
    await finish(deps, execution, async (tx) => {
      await writeRest(tx)
      const ended = await endExecution(tx, execution, {
        status: 'succeeded',
        output: outcome.output,
        cost: cost(),
      })
      if (ended && execution.replay === null) await outcome.onFinish?.(tx)
      return ended ? 'succeeded' : null
    })
  } catch (error) {
    if (!isAside()) await settle(deps, { execution, signal, error, cost: cost(), writeRest })
  }
}

/** A run for real, or from the record of another. */
async function start(
  deps: AttemptDeps,
  agent: AgentDefinition,
  execution: ExecutionRow,
  past: Past,
  signal: AbortSignal,
): Promise<StartedRun> {
  const replay = replayOf(execution)
  if (!replay) return startRun(deps, agent, execution, past, signal)
  const recording = await deps.database.tenant(execution.organization_id, async (tx) => {
    await deps.publish(tx, executionUpdated({ ...execution, status: 'running' }))
    return readRecording(tx, replay.of)
  })
  const earlier = past.finished
  return startReplay(deps, { agent, execution, replay, recording, earlier, signal })
}

/** An attempt that has thrown. */
interface Ended {
  execution: ExecutionRow
  signal: AbortSignal
  error: unknown
  cost: RunCost | null
  /** Steps that are not written down yet. */
  writeRest: (tx: TenantTx) => Promise<void>
}

/** Decides what a thrown error means for the execution: cancelled, put back, tried again later, or failed. */
async function settle(
  deps: SpanDeps,
  { execution, signal, error, cost, writeRest }: Ended,
): Promise<void> {
  const aborted = signal.aborted ? signal.reason : null
  if (aborted === TAKEN_OVER || error instanceof ClaimLost) {
    deps.logger.warn('Another worker has taken an execution over')
    return
  }
  if (aborted === CANCELLED) {
    const end = { status: 'cancelled', error: CANCELLED_ERROR, cost } as const
    return finish(deps, execution, async (tx) => {
      await writeRest(tx)
      return (await endExecution(tx, execution, end)) ? 'cancelled' : null
    })
  }
  if (aborted === STOPPING) {
    await deps.database.tenant(execution.organization_id, async (tx) => {
      await writeRest(tx)
      await requeueExecution(tx, execution, 0, false)
    })
    return
  }
  const known = error instanceof AgentFailure
  deps.span.fail(known ? error.code : errorType(error))
  deps.logger[known ? 'warn' : 'error']({ err: error }, 'An execution failed')
  if (!known && execution.attempts < MAX_ATTEMPTS) {
    const delay = RETRY_BASE_MS * 2 ** (execution.attempts - 1)
    await deps.database.tenant(execution.organization_id, async (tx) => {
      await writeRest(tx)
      await requeueExecution(tx, execution, delay, true)
    })
    await announce(deps, execution, 'queued')
    return
  }
  const told = known
    ? {
        code: error.code,
        message: error.message,
        ...(error.errors ? { errors: error.errors } : {}),
      }
    : {
        code: 'execution.failed',
        message: error instanceof Error ? error.message : 'Unknown error',
      }
  await finish(deps, execution, async (tx) => {
    await writeRest(tx)
    const ended = await endExecution(tx, execution, { status: 'failed', error: told, cost })
    return ended ? 'failed' : null
  })
}

async function finish(
  deps: SpanDeps,
  execution: ExecutionRow,
  end: (tx: TenantTx) => Promise<'succeeded' | 'failed' | 'cancelled' | null>,
): Promise<void> {
  const status = await deps.database.tenant(execution.organization_id, async (tx) => {
    const ended = await end(tx)
    if (ended) await deps.publish(tx, executionUpdated({ ...execution, status: ended }))
    return ended
  })
  if (!status) return
  deps.span.set({ 'insa.execution.status': status })
  const tookMs = Date.now() - (execution.started_at?.getTime() ?? Date.now())
  deps.metrics.executionEnded(execution.agent_type, status, tookMs / 1000)
  deps.logger.info(
    { ...trail('agent-run', null, tookMs), 'event.outcome': OUTCOME[status], status },
    'An execution ended',
  )
}

/** Whoever follows it is told. */
export const announce = (deps: AttemptDeps, execution: ExecutionRow, status: string) =>
  deps.database.tenant(execution.organization_id, (tx) =>
    deps.publish(tx, executionUpdated({ ...execution, status })),
  )
