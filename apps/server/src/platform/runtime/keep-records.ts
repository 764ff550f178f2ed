/**
 * The records of a run's steps on their way into the database. That the run has begun, and steps whose repetition costs nothing, wait for
 * the transaction that comes next: a run of milliseconds has few of them, and each waits for the disk. What costs money
 * or must not happen twice begins after they are written.
 */
import type { TenantTx } from '../database/database.ts'
import type { Publish } from '../events/outbox.ts'
import type { Claim } from './claims.store.ts'
import { type ExecutionRow, presentStep } from './execution.ts'
import { type StepRecord, writeSteps } from './executions.store.ts'
import { executionUpdated } from './runtime.ts'

/** What is to be written in the transaction that records the step, whether it succeeds or fails. */
export type WriteWithStep = (tx: TenantTx) => Promise<void>

/** A step that was taken, and what is written with it. */
export interface Taken {
  step: StepRecord
  also: readonly WriteWithStep[]
}

export interface Records {
  /** Its record may wait. */
  wait(taken: Taken): void
  /** Whether some have waited too long. */
  areLate(): boolean
  /** Those that wait and these, in the caller's transaction. @throws ClaimLost when another worker has taken the run over. */
  write(tx: TenantTx, ...now: Taken[]): Promise<void>
  writeRest(tx: TenantTx): Promise<void>
  /** Those that wait, at once. */
  commit(): Promise<void>
}

/** Longest time between two steps that a record waits. Milliseconds. */
const LONGEST_WAIT_MS = 250

export function keepRecords(
  publish: Publish,
  execution: Claim & Pick<ExecutionRow, 'organization_id' | 'agent_type' | 'lead_id'>,
  inTenant: (work: (tx: TenantTx) => Promise<void>) => Promise<void>,
): Records {
  const waiting: Taken[] = []
  let waitsSince = 0
  let isBegunTold = false
  /** What waited is in this transaction already, which has not ended. */
  let sentIn: TenantTx | null = null
  const isComplete = () => isBegunTold && waiting.length === 0

  const write = async (tx: TenantTx, ...now: Taken[]) => {
    const isFirst = sentIn !== tx
    const before = isFirst ? [...waiting] : []
    const taken = [...before, ...now]
    for (const { also } of taken) for (const write of also) await write(tx)
    const begun = isFirst && !isBegunTold ? [hasBegun(execution)] : []
    await publish(tx, ...begun, ...taken.map(({ step }) => stepEvent(execution.id, step)))
    // Last: what nobody waits for goes with it.
    await writeSteps(
      tx,
      execution,
      taken.map(({ step }) => step),
    )
    if (!isFirst) return
    sentIn = tx
    tx.afterCommit(() => {
      waiting.splice(0, before.length)
      isBegunTold = true
    })
  }
  const writeRest = async (tx: TenantTx) => {
    if (sentIn !== tx && !isComplete()) await write(tx)
  }
  return {
    wait(taken) {
      if (waiting.length === 0) waitsSince = performance.now()
      waiting.push(taken)
    },
    areLate: () => waiting.length > 0 && performance.now() - waitsSince > LONGEST_WAIT_MS,
    write,
    writeRest,
    commit: async () => {
      if (!isComplete()) await inTenant(writeRest)
    },
  }
}

const hasBegun = (execution: Pick<ExecutionRow, 'id' | 'agent_type' | 'lead_id'>) =>
  executionUpdated({ ...execution, status: 'running' })

const stepEvent = (executionId: string, step: StepRecord) => ({
  type: 'execution.step' as const,
  execution_id: executionId,
  step: presentStep({ ...step, started_at: step.startedAt, finished_at: step.finishedAt }),
})
