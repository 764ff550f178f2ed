/** Claims due executions and runs them; a sweep takes over what a dead process left. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import type { Doorbell } from '../queue/doorbell.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { AgentDefinition, RunCost } from './agent.ts'
import { AgentFailure } from './agent-failure.ts'
import { type Past, type RunDeps, readPast, type StartedRun, startRun } from './agent-run.ts'
import type { ExecutionRow } from './execution.ts'
import {
  CANCELLED_ERROR,
  claimExecutions,
  endExecution,
  LEASE_S,
  releaseDeadLeases,
  renewLeases,
  requeueExecution,
} from './executions.store.ts'
import { readRecording } from './recordings.store.ts'
import { replayOf } from './replay.ts'
import { startReplay } from './replay-run.ts'
import { executionUpdated } from './runtime.ts'

export interface WorkerDeps extends RunDeps {
  agents: ReadonlyMap<string, AgentDefinition>
  doorbell: Doorbell
  logger: Logger
  metrics: Metrics
  concurrency: number
}

export interface Worker {
  /** Aborts a running execution of this process, if it runs here. */
  cancel(executionId: string): void
  /** Takes nothing new, lets running work end within the time (milliseconds), then puts the rest back. */
  stop(graceMs: number): Promise<void>
}

/** After so many tries, by error or by death, an execution stays failed. */
const MAX_ATTEMPTS = 5

const SWEEP_MS = 5_000
const HEARTBEAT_MS = (LEASE_S * 1000) / 3
const RETRY_BASE_MS = 1_000

const CANCELLED = 'cancelled'
const STOPPING = 'stopping'

/** Starts the loops. On PGlite no other process can be alive, so what runs there belongs to a dead one. */
export async function startWorker(deps: WorkerDeps): Promise<Worker> {
  const { database, doorbell, logger } = deps
  const name = `${process.pid}-${randomUUID().slice(0, 8)}`
  const running = new Map<string, { abort: AbortController; done: Promise<void> }>()
  let stopping = false

  if (database.kind === 'pglite') {
    const left = await takeOver(deps, { notClaimedBy: name })
    if (left > 0) logger.info({ executions: left }, 'Carrying on with what the last run left')
  }

  const launch = (execution: ExecutionRow) => {
    const abort = new AbortController()
    const done = attempt(deps, execution, abort.signal)
      .catch((error: unknown) =>
        logger.error({ err: error, execution: execution.id }, 'An attempt could not be recorded'),
      )
      .finally(() => {
        running.delete(execution.id)
        doorbell.ring()
      })
    running.set(execution.id, { abort, done })
  }
  const fill = async () => {
    while (!stopping && running.size < deps.concurrency) {
      const free = deps.concurrency - running.size
      const executions = await database.sweeper((tx) => claimExecutions(tx, name, free))
      executions.forEach(launch)
      if (executions.length < free) return
    }
  }
  let filling = Promise.resolve()
  const unsubscribe = doorbell.onRing(() => {
    filling = fill().catch((error: unknown) => logger.error({ err: error }, 'Claiming work failed'))
    return filling
  })
  const heartbeat = setInterval(() => {
    database
      .sweeper((tx) => renewLeases(tx, name))
      .then((cancelled) => {
        for (const id of cancelled) running.get(id)?.abort.abort(CANCELLED)
      })
      .catch((error: unknown) => logger.warn({ err: error }, 'Heartbeat failed'))
  }, HEARTBEAT_MS)
  let sweeping: Promise<unknown> = Promise.resolve()
  const sweep = setInterval(() => {
    sweeping = takeOver(deps, null).catch((error: unknown) =>
      logger.warn({ err: error }, 'Sweep failed'),
    )
    doorbell.ring()
  }, SWEEP_MS)
  doorbell.ring()

  return {
    cancel: (id) => running.get(id)?.abort.abort(CANCELLED),
    async stop(graceMs) {
      stopping = true
      clearInterval(sweep)
      unsubscribe()
      // A claim on its way may still launch something, and a sweep has events to write.
      await Promise.all([filling, sweeping])
      const all = () => Promise.all([...running.values()].map((r) => r.done))
      await Promise.race([all(), sleep(graceMs, undefined, { ref: false })])
      for (const { abort } of running.values()) abort.abort(STOPPING)
      await all()
      clearInterval(heartbeat)
    },
  }
}

/** What dead workers left is queued again, or ends here; whoever follows it is told. @returns how many. */
async function takeOver(
  deps: WorkerDeps,
  deadNow: { notClaimedBy: string } | null,
): Promise<number> {
  const rows = await deps.database.sweeper((tx) => releaseDeadLeases(tx, MAX_ATTEMPTS, deadNow))
  for (const row of rows) await announce(deps, row, row.status)
  return rows.length
}

async function attempt(
  deps: WorkerDeps,
  execution: ExecutionRow,
  signal: AbortSignal,
): Promise<void> {
  const agent = deps.agents.get(execution.agent_type)
  const bounded = agent ? AbortSignal.any([signal, AbortSignal.timeout(agent.timeoutMs)]) : signal
  const past = await deps.database.tenant(execution.organization_id, async (tx) => {
    await deps.publish(tx, executionUpdated({ ...execution, status: 'running' }))
    return readPast(tx, execution.id)
  })
  let started: StartedRun | undefined
  const cost = () => started?.cost() ?? null
  const isAside = () => started?.isSuspended() ?? false
  try {
    if (!agent)
      throw new AgentFailure('agent.unknown', `There is no agent of type ${execution.agent_type}.`)
    started = await start(deps, agent, execution, past, bounded)
    const outcome = await agent.run(started.run)
    if (isAside()) return
    await finish(deps, execution, async (tx) => {
      const ended = await endExecution(tx, execution.id, {
        status: 'succeeded',
        output: outcome.output,
        cost: cost(),
      })
      if (ended && execution.replay === null) await outcome.onFinish?.(tx)
      return ended ? 'succeeded' : null
    })
  } catch (error) {
    if (!isAside()) await settle(deps, execution, signal, error, cost())
  }
}

/** A run for real, or from the record of another. */
async function start(
  deps: WorkerDeps,
  agent: AgentDefinition,
  execution: ExecutionRow,
  past: Past,
  signal: AbortSignal,
): Promise<StartedRun> {
  const replay = replayOf(execution)
  if (!replay) return startRun(deps, agent, execution, past, signal)
  const recording = await deps.database.tenant(execution.organization_id, (tx) =>
    readRecording(tx, replay.of),
  )
  const earlier = past.finished
  return startReplay(deps, { agent, execution, replay, recording, earlier, signal })
}

/** Decides what a thrown error means for the execution: cancelled, put back, tried again later, or failed. */
async function settle(
  deps: WorkerDeps,
  execution: ExecutionRow,
  signal: AbortSignal,
  error: unknown,
  cost: RunCost | null,
): Promise<void> {
  const aborted = signal.aborted ? signal.reason : null
  if (aborted === CANCELLED) {
    const end = { status: 'cancelled', error: CANCELLED_ERROR, cost } as const
    return finish(deps, execution, async (tx) =>
      (await endExecution(tx, execution.id, end)) ? 'cancelled' : null,
    )
  }
  if (aborted === STOPPING) {
    await deps.database.tenant(execution.organization_id, (tx) =>
      requeueExecution(tx, execution.id, 0, false),
    )
    return
  }
  const known = error instanceof AgentFailure
  deps.logger[known ? 'warn' : 'error'](
    { err: error, execution: execution.id },
    'An execution failed',
  )
  if (!known && execution.attempts < MAX_ATTEMPTS) {
    const delay = RETRY_BASE_MS * 2 ** (execution.attempts - 1)
    await deps.database.tenant(execution.organization_id, (tx) =>
      requeueExecution(tx, execution.id, delay, true),
    )
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
  await finish(deps, execution, async (tx) =>
    (await endExecution(tx, execution.id, { status: 'failed', error: told, cost }))
      ? 'failed'
      : null,
  )
}

async function finish(
  deps: WorkerDeps,
  execution: ExecutionRow,
  end: (
    tx: Parameters<Parameters<Database['tenant']>[1]>[0],
  ) => Promise<'succeeded' | 'failed' | 'cancelled' | null>,
): Promise<void> {
  const status = await deps.database.tenant(execution.organization_id, async (tx) => {
    const ended = await end(tx)
    if (ended) await deps.publish(tx, executionUpdated({ ...execution, status: ended }))
    return ended
  })
  const startedAt = execution.started_at?.getTime() ?? Date.now()
  if (status)
    deps.metrics.executionEnded(execution.agent_type, status, (Date.now() - startedAt) / 1000)
}

const announce = (deps: WorkerDeps, execution: ExecutionRow, status: string) =>
  deps.database.tenant(execution.organization_id, (tx) =>
    deps.publish(tx, executionUpdated({ ...execution, status })),
  )
