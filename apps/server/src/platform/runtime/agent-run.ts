/** One attempt at an execution: steps are journaled, and those an earlier attempt finished are read back. */
import type { Database, TenantTx } from '../database/database.ts'
import type { Publish } from '../events/outbox.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { AgentDefinition, AgentRun, RunCost, StepSpec } from './agent.ts'
import { type ExecutionRow, presentStep } from './execution.ts'
import { readJournal, type StepRecord, writeProgress, writeStep } from './executions.store.ts'

export interface RunDeps {
  database: Database
  publish: Publish
  gateway: Gateway
}

export interface StartedRun {
  run: AgentRun
  cost: () => RunCost | null
}

/** Reads the journal of earlier attempts and prepares the run. */
export async function startRun(
  deps: RunDeps,
  agent: AgentDefinition,
  execution: ExecutionRow,
  signal: AbortSignal,
): Promise<StartedRun> {
  const { database, publish, gateway } = deps
  const journal = await database.tenant(execution.organization_id, (tx) =>
    readJournal(tx, execution.id),
  )
  let place = 0
  let cost: RunCost | null = null

  const record = async (tx: TenantTx, step: StepRecord) => {
    await writeStep(tx, execution.id, step)
    await publish(tx, {
      type: 'execution.step',
      execution_id: execution.id,
      step: presentStep({ ...step, started_at: step.startedAt, finished_at: step.finishedAt }),
    })
  }
  const take = <T>(spec: StepSpec<T>) => {
    signal.throwIfAborted()
    place += 1
    const done = journal.get(place)
    if (done && done.name !== spec.name) {
      throw new Error(
        `Step ${place} was "${done.name}" in an earlier attempt and is "${spec.name}" now.`,
      )
    }
    return { seq: place, done, startedAt: new Date() }
  }
  const inTenant = <T>(work: (tx: TenantTx) => Promise<T>) =>
    database.tenant(execution.organization_id, work)
  const fail = async <T>(spec: StepSpec<T>, seq: number, startedAt: Date, error: unknown) => {
    const summary = error instanceof Error ? error.message.slice(0, 500) : 'Failed.'
    await inTenant((tx) =>
      record(tx, {
        seq,
        kind: spec.kind,
        name: spec.name,
        status: 'failed',
        startedAt,
        finishedAt: new Date(),
        summary,
      }),
    )
  }

  const run: AgentRun = {
    executionId: execution.id,
    organizationId: execution.organization_id,
    leadId: execution.lead_id,
    correlationId: execution.correlation_id,
    triggeredBy: execution.triggered_by,
    input: execution.input_data as Record<string, unknown>,
    startedAt: execution.started_at ?? new Date(),
    signal,
    async step(spec, work) {
      const { seq, done, startedAt } = take(spec)
      if (done) return done.output as Awaited<ReturnType<typeof work>>
      try {
        const output = await work()
        await inTenant((tx) =>
          record(tx, {
            seq,
            kind: spec.kind,
            name: spec.name,
            status: 'succeeded',
            startedAt,
            finishedAt: new Date(),
            summary: spec.summary(output),
            output: output ?? null,
          }),
        )
        return output
      } catch (error) {
        await fail(spec, seq, startedAt, error)
        throw error
      }
    },
    async store(spec, work) {
      const { seq, done, startedAt } = take(spec)
      if (done) return done.output as Awaited<ReturnType<typeof work>>
      try {
        return await inTenant(async (tx) => {
          const output = await work(tx)
          await record(tx, {
            seq,
            kind: spec.kind,
            name: spec.name,
            status: 'succeeded',
            startedAt,
            finishedAt: new Date(),
            summary: spec.summary(output),
            output: output ?? null,
          })
          return output
        })
      } catch (error) {
        await fail(spec, seq, startedAt, error)
        throw error
      }
    },
    tool(name, args, summary = () => 'done') {
      return run.step({ kind: 'tool', name, summary }, () =>
        gateway.call(
          {
            agentType: agent.type,
            allowed: agent.tools,
            organizationId: execution.organization_id,
            executionId: execution.id,
            correlationId: execution.correlation_id,
            boundLeadId: execution.lead_id,
            signal,
          },
          name,
          args,
        ),
      )
    },
    async progress(progress) {
      signal.throwIfAborted()
      await inTenant(async (tx) => {
        await writeProgress(tx, execution.id, progress)
        await publish(tx, { type: 'execution.progress', execution_id: execution.id, progress })
      })
    },
    spent(spent) {
      cost = spent
    },
  }
  return { run, cost: () => cost }
}
