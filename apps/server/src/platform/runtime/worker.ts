/** Claims due executions and runs them; a sweep takes over what a dead process left. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { giveUpCallsOf } from '../gateway/tool-calls.store.ts'
import type { Patience } from '../processes/patience.ts'
import type { Doorbell } from '../queue/doorbell.ts'
import { type AttemptDeps, announce, attempt, CANCELLED, STOPPING, TAKEN_OVER } from './attempt.ts'
import {
  type Claimant,
  type ClaimedExecution,
  claimExecutions,
  releaseDeadLeases,
  renewLeases,
} from './claims.store.ts'
import { setExecutionAside } from './executions-aside.store.ts'
import { MAX_ATTEMPTS } from './max-attempts.ts'
import { createSlots, type Slots } from './slots.ts'

export interface WorkerDeps extends AttemptDeps {
  /** The types that it runs; null: whatever is due. */
  agentTypes: readonly string[] | null
  doorbell: Doorbell
  concurrency: number
  patience: Patience
}

export interface Worker {
  /** Aborts a running execution of this process, if it runs here. */
  cancel(executionId: string): void
  /** Takes nothing new, lets running work end within the time (milliseconds), then puts the rest back. */
  stop(graceMs: number): Promise<void>
}

/** Starts the loops. On PGlite no other process can be alive, so what runs there belongs to a dead one. */
export async function startWorker(deps: WorkerDeps): Promise<Worker> {
  const { database, doorbell, logger, agentTypes } = deps
  const { leaseS, sweepMs } = deps.patience
  const name = `${process.pid}-${randomUUID().slice(0, 8)}`
  const self: Claimant = { name, leaseS }
  if (database.kind === 'pglite') {
    const left = await takeOver(deps, { notClaimedBy: name })
    if (left > 0) logger.info({ executions: left }, 'Carrying on with what the last run left')
  }
  const slots = createSlots({
    size: deps.concurrency,
    claim: (most) => database.sweeper((tx) => claimExecutions(tx, self, most, agentTypes)),
    run: (execution, signal) => attempt(deps, execution, signal),
    giveBack: (executions) => giveBack(deps, executions),
    onError: (error, what) => logger.error({ err: error }, what),
  })
  const types = agentTypes ?? [...deps.agents.keys()]
  // Answered when there is room again: until then rings are for other workers, who are told that there may be more.
  const stopListening = doorbell.onRing(types, async () => {
    await slots.fill()
    if (!slots.isFull()) return
    const room = slots.room()
    for (const type of types) doorbell.ring(type)
    await room
  })
  const heartbeat = setInterval(
    () => {
      beat(deps, self, slots).catch((error: unknown) =>
        logger.error({ err: error }, 'Heartbeat failed'),
      )
    },
    (leaseS * 1_000) / 3,
  )
  let sweeping: Promise<unknown> = Promise.resolve()
  // Work whose ring was lost, and executions of the dead, are found within this time.
  const sweep = setInterval(() => {
    sweeping = takeOver(deps, null)
      .catch((error: unknown) => logger.error({ err: error }, 'Sweep failed'))
      .then(slots.fill)
  }, sweepMs)
  void slots.fill()

  return {
    cancel: (id) => slots.abort(id, CANCELLED),
    async stop(graceMs) {
      clearInterval(sweep)
      // A claim on its way may still launch something, and a sweep has events to write.
      await Promise.all([slots.close(), sweeping])
      await stopListening()
      await Promise.race([slots.ended(), sleep(graceMs, undefined, { ref: false })])
      slots.abortAll(STOPPING)
      await slots.ended()
      clearInterval(heartbeat)
    },
  }
}

/** They go back to the queue, and the attempt does not count; what somebody wants cancelled is cancelled, and told. */
async function giveBack(deps: WorkerDeps, executions: ClaimedExecution[]): Promise<void> {
  for (const execution of executions) {
    const status = await deps.database.tenant(execution.organization_id, (tx) =>
      setExecutionAside(tx, execution, 'queued'),
    )
    if (status === 'queued') deps.doorbell.ring(execution.agent_type)
    else if (status) await announce(deps, execution, status)
  }
}

/** Says that this worker lives, and hears what of its work is wanted no more or is another's by now. */
async function beat({ database, logger }: WorkerDeps, self: Claimant, slots: Slots): Promise<void> {
  const before = slots.held()
  if (before.size === 0) return
  const ids = [...before].map((run) => run.id)
  const { held, cancelled } = await database.sweeper((tx) => renewLeases(tx, self, ids))
  for (const id of cancelled) slots.abort(id, CANCELLED)
  for (const run of before) {
    if (held.has(run.id) || !slots.held().has(run)) continue
    logger.warn({ execution: run.id }, 'This worker was taken for dead; another has its execution')
    run.abort(TAKEN_OVER)
  }
}

/** What dead workers left is queued again, or ends here; whoever follows it is told. @returns how many. */
async function takeOver(
  deps: WorkerDeps,
  deadNow: { notClaimedBy: string } | null,
): Promise<number> {
  const rows = await deps.database.sweeper((tx) => releaseDeadLeases(tx, MAX_ATTEMPTS, deadNow))
  for (const row of rows) {
    if (row.finished_at)
      await deps.database.tenant(row.organization_id, (tx) => giveUpCallsOf(tx, row.id))
    await announce(deps, row, row.status)
  }
  return rows.length
}
