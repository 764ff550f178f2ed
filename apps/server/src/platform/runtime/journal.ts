/** The journal of an execution: a step that an earlier attempt finished is read back instead of done again. */
import type { Database, TenantTx } from '../database/database.ts'
import type { Publish } from '../events/outbox.ts'
import type { StepSpec } from './agent.ts'
import { AgentFailure } from './agent-failure.ts'
import { type Claim, ClaimLost } from './claims.store.ts'
import type { ExecutionRow } from './execution.ts'
import type { FinishedSteps, StepRecord } from './executions.store.ts'
import { setExecutionAside } from './executions-aside.store.ts'
import { keepRecords, type WriteWithStep } from './keep-records.ts'
import { executionUpdated } from './runtime.ts'
import { Suspension } from './suspension.ts'

/** A step as the work inside it sees it. */
export interface StepPlace {
  /** Its place in the journal: 1, 2, 3 … */
  seq: number
  /** Adds to the record. */
  also: (write: WriteWithStep) => void
  /** The step is set aside when its work ends, however it ends: for work that might swallow what is thrown at it. */
  suspend: (suspension: Suspension) => void
  /** Call before what takes money or must not happen twice: what was done so far is written down now, and so will this step be. */
  commit: () => Promise<void>
}

export interface Journal {
  /** Does the work, then records it: for work whose repetition does no harm. */
  step<T>(spec: StepSpec<T>, work: (place: StepPlace) => Promise<T>): Promise<T>
  /** Does the work and records it in one transaction: it happens once. */
  store<T>(spec: StepSpec<T>, work: (tx: TenantTx) => Promise<T>): Promise<T>
  /** What is not written down yet: goes with whatever ends the attempt. */
  writeRest(tx: TenantTx): Promise<void>
  /** Whether the run was set aside: then nothing it does any more counts. */
  isSuspended(): boolean
}

/** Longest error text kept with a failed step. */
const MAX_SUMMARY = 500

type Finished<T> = (output: T) => StepRecord

/** @param earlier the finished steps of earlier attempts. */
export function openJournal(
  { database, publish }: { database: Database; publish: Publish },
  execution: Claim & Pick<ExecutionRow, 'organization_id' | 'agent_type' | 'lead_id'>,
  earlier: FinishedSteps,
  signal: AbortSignal,
): Journal {
  const inTenant = <T>(work: (tx: TenantTx) => Promise<T>) =>
    database.tenant(execution.organization_id, work)
  let lastSeq = 0
  let suspended: Suspension | null = null
  // A function, for the compiler does not see that work in between may set it.
  const suspensionOf = (): Suspension | null => suspended

  const records = keepRecords(publish, execution, inTenant)
  /** The step keeps its place: the attempt that goes on takes it anew. */
  const setAside = (why: Suspension, step: StepRecord, also: readonly WriteWithStep[]) =>
    inTenant(async (tx) => {
      if (why.status === 'waiting_approval') await records.write(tx, { step, also })
      else {
        await records.writeRest(tx)
        for (const write of also) await write(tx)
      }
      const status = await setExecutionAside(tx, execution, why.status)
      if (status === undefined) return
      await publish(tx, executionUpdated({ ...execution, status }))
      if (status === why.status) await why.also(tx)
    })
  /** Takes the next place, and does the work unless it was done. */
  const take = async <T>(
    spec: StepSpec<T>,
    also: readonly WriteWithStep[],
    perform: (place: Omit<StepPlace, 'also' | 'commit'>, finished: Finished<T>) => Promise<T>,
  ): Promise<T> => {
    signal.throwIfAborted()
    // Its agent may have caught what was thrown; the run is over for now all the same.
    if (suspended) throw suspended
    lastSeq += 1
    const seq = lastSeq
    const done = earlier.get(seq)
    if (done && done.name !== spec.name) {
      throw new Error(`Step ${seq} was "${done.name}" in an earlier attempt, now "${spec.name}".`)
    }
    // Written by this very step: its type is the step's own.
    if (done) return done.output as T
    const step = { seq, kind: spec.kind, name: spec.name, startedAt: new Date() }
    const finished: Finished<T> = (output) => {
      if (suspended) throw suspended
      const summary = spec.summary(output)
      const ended = { finishedAt: new Date(), summary, output: output ?? null }
      return { ...step, status: 'succeeded', ...ended }
    }
    const suspend = (why: Suspension) => {
      suspended ??= why
    }
    try {
      return await perform({ seq, suspend }, finished)
    } catch (error) {
      if (error instanceof ClaimLost) throw error
      if (error instanceof Suspension) suspend(error)
      const why = suspensionOf()
      if (why) {
        const waiting = { ...step, status: why.status, finishedAt: null, summary: why.message }
        await setAside(why, waiting, also)
        throw why
      }
      const failed = { ...step, finishedAt: new Date(), ...describeFailure(error) }
      await inTenant((tx) => records.write(tx, { step: failed, also }))
      throw error
    }
  }
  return {
    isSuspended: () => suspensionOf() !== null,
    writeRest: records.writeRest,
    step: (spec, work) => {
      const also: WriteWithStep[] = []
      return take(spec, also, async (place, finished) => {
        let isCheap = spec.isCheap === true
        const commitHere = async () => {
          isCheap = false
          await records.commit()
        }
        if (!isCheap || records.areLate()) await records.commit()
        const output = await work({ ...place, also: (w) => also.push(w), commit: commitHere })
        const taken = { step: finished(output), also }
        if (isCheap) records.wait(taken)
        else await inTenant((tx) => records.write(tx, taken))
        return output
      })
    },
    store: (spec, work) =>
      take(spec, [], (_place, finished) =>
        inTenant(async (tx) => {
          // First: whoever follows the run hears of it in its order.
          await records.writeRest(tx)
          const output = await work(tx)
          await records.write(tx, { step: finished(output), also: [] })
          return output
        }),
      ),
  }
}

function describeFailure(error: unknown): Pick<StepRecord, 'status' | 'summary'> {
  const unknown = error instanceof AgentFailure && error.code === 'tool.outcome_unknown'
  return {
    status: unknown ? 'unknown' : 'failed',
    summary: error instanceof Error ? error.message.slice(0, MAX_SUMMARY) : 'Failed.',
  }
}
