/** The journal of an execution: a step that an earlier attempt finished is read back instead of done again. */
import type { Database, TenantTx } from '../database/database.ts'
import type { Publish } from '../events/outbox.ts'
import type { StepSpec } from './agent.ts'
import { type ExecutionRow, presentStep } from './execution.ts'
import { type FinishedSteps, type StepRecord, writeStep } from './executions.store.ts'

/** What is to be written in the transaction that records the step, whether it succeeds or fails. */
export type WriteWithStep = (tx: TenantTx) => Promise<void>

export interface Journal {
  /** Does the work, then records it: for work whose repetition does no harm. `also` adds to the record. */
  step<T>(
    spec: StepSpec<T>,
    work: (also: (write: WriteWithStep) => void, seq: number) => Promise<T>,
  ): Promise<T>
  /** Does the work and records it in one transaction: it happens once. */
  store<T>(spec: StepSpec<T>, work: (tx: TenantTx) => Promise<T>): Promise<T>
}

/** Longest error text kept with a failed step. */
const MAX_SUMMARY = 500

/** @param earlier the finished steps of earlier attempts. */
export function openJournal(
  { database, publish }: { database: Database; publish: Publish },
  execution: Pick<ExecutionRow, 'id' | 'organization_id'>,
  earlier: FinishedSteps,
  signal: AbortSignal,
): Journal {
  const inTenant = <T>(work: (tx: TenantTx) => Promise<T>) =>
    database.tenant(execution.organization_id, work)
  let place = 0

  const record = async (tx: TenantTx, step: StepRecord, also: readonly WriteWithStep[] = []) => {
    for (const write of also) await write(tx)
    await writeStep(tx, execution.id, step)
    await publish(tx, {
      type: 'execution.step',
      execution_id: execution.id,
      step: presentStep({ ...step, started_at: step.startedAt, finished_at: step.finishedAt }),
    })
  }
  /** Takes the next place, and does the work unless it was done. */
  const take = async <T>(
    spec: StepSpec<T>,
    also: readonly WriteWithStep[],
    perform: (finished: (output: T) => StepRecord, seq: number) => Promise<T>,
  ): Promise<T> => {
    signal.throwIfAborted()
    place += 1
    const done = earlier.get(place)
    if (done && done.name !== spec.name) {
      throw new Error(`Step ${place} was "${done.name}" in an earlier attempt, now "${spec.name}".`)
    }
    // Written by this very step: its type is the step's own.
    if (done) return done.output as T
    const step = { seq: place, kind: spec.kind, name: spec.name, startedAt: new Date() }
    try {
      return await perform(
        (output) => ({
          ...step,
          status: 'succeeded',
          finishedAt: new Date(),
          summary: spec.summary(output),
          output: output ?? null,
        }),
        step.seq,
      )
    } catch (error) {
      const summary = error instanceof Error ? error.message.slice(0, MAX_SUMMARY) : 'Failed.'
      await inTenant((tx) =>
        record(tx, { ...step, status: 'failed', finishedAt: new Date(), summary }, also),
      )
      throw error
    }
  }
  return {
    step: (spec, work) => {
      const also: WriteWithStep[] = []
      return take(spec, also, async (finished, seq) => {
        const output = await work((write) => also.push(write), seq)
        await inTenant((tx) => record(tx, finished(output), also))
        return output
      })
    },
    store: (spec, work) =>
      take(spec, [], (finished) =>
        inTenant(async (tx) => {
          const output = await work(tx)
          await record(tx, finished(output))
          return output
        }),
      ),
  }
}
