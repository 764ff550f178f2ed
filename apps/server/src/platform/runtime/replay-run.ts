/**
 * A run from the journal of another: what that one read is read from its record, what it stored, wrote or sent is not done
 * again, and only its engine is asked anew. Nothing of it reaches a tool, a mail or a table but its own rows.
 */
import type { Database, TenantTx } from '../database/database.ts'
import type { Publish } from '../events/outbox.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { toGrants } from '../gateway/policy.ts'
import { createRecordedTools } from '../gateway/recorded-tools.ts'
import { createActivity } from './activity.ts'
import type { AgentDefinition, AgentRun, RunCost, StepSpec } from './agent.ts'
import { AgentFailure } from './agent-failure.ts'
import type { StartedRun } from './agent-run.ts'
import { type ExecutionRow, presentStep } from './execution.ts'
import { type FinishedSteps, type StepRecord, writeSteps } from './executions.store.ts'
import type { RecordedStep, Recording } from './recordings.store.ts'
import type { Replay } from './replay.ts'

export interface ReplayDeps {
  database: Database
  publish: Publish
  gateway: Pick<Gateway, 'tools'>
}

export interface ReplayStart {
  agent: AgentDefinition
  execution: ExecutionRow
  replay: Replay
  recording: Recording
  /** What earlier attempts at this very replay finished: an engine is not paid twice. */
  earlier: FinishedSteps
  signal: AbortSignal
}

/** Longest error text kept with a failed step. */
const MAX_SUMMARY = 500

/** @throws AgentFailure when there is no record any more. */
export function startReplay(deps: ReplayDeps, start: ReplayStart): StartedRun {
  const { execution, replay, recording, signal } = start
  const before = recording.execution
  if (!before) throw new AgentFailure('replay.no_record', 'The run that this replays is gone.')
  const journal = openReplayJournal(deps, start)
  // Bound to a lead that may be gone by now.
  const lead = before.bound_lead_id
  let cost: RunCost | null = null
  const run: AgentRun = {
    executionId: execution.id,
    organizationId: execution.organization_id,
    leadId: lead,
    batchId: null,
    correlationId: execution.correlation_id,
    triggeredBy: execution.triggered_by,
    input: before.input_data as Record<string, unknown>,
    // "In two weeks" is counted from then.
    startedAt: before.started_at ?? before.created_at,
    signal,
    variant: replay,
    lineage: {
      executionId: execution.id,
      initiators: execution.initiators,
      taintedBy: execution.tainted_by,
    },
    step: (spec, work) =>
      spec.kind === 'engine'
        ? journal.ask(spec, () => work({ tools: recordedTools(deps, start, lead), signal }))
        : journal.answer(spec),
    store: (spec) => journal.answer(spec),
    tool: (name, _args, summary = () => 'done') => {
      const reads = deps.gateway.tools.get(name)?.effect === 'read'
      return journal.answer({ kind: 'tool', name, summary, ...(reads ? {} : NOT_DONE) })
    },
    progress: async () => signal.throwIfAborted(),
    activity: createActivity(deps, execution),
    spent(spent) {
      cost = spent
    },
  }
  return { run, isSuspended: () => false, writeRest: async () => undefined, cost: () => cost }
}

/** A tool that changes something answers nothing where it was never called. */
const NOT_DONE = { replay: (recorded: unknown) => recorded ?? null }

const recordedTools = (deps: ReplayDeps, { agent, recording }: ReplayStart, lead: string | null) =>
  createRecordedTools({
    asking: {
      agentType: agent.type,
      grants: toGrants(agent.tools),
      boundLeadId: lead,
      caller: 'model',
    },
    tools: deps.gateway.tools,
    calls: recording.calls,
    steps: recording.steps,
  })

function openReplayJournal({ database, publish }: ReplayDeps, start: ReplayStart) {
  const { execution, recording, earlier, signal } = start
  const left = [...recording.steps]
  let lastSeq = 0

  const record = (step: StepRecord) =>
    database.tenant(execution.organization_id, async (tx: TenantTx) => {
      await writeSteps(tx, execution, [step])
      await publish(tx, {
        type: 'execution.step',
        execution_id: execution.id,
        step: presentStep({ ...step, started_at: step.startedAt, finished_at: step.finishedAt }),
      })
    })
  const begin = ({ kind, name }: Pick<StepSpec<never>, 'kind' | 'name'>) => {
    signal.throwIfAborted()
    lastSeq += 1
    return { seq: lastSeq, kind, name, startedAt: new Date() }
  }
  return {
    /** What the record says of the next step of this name, or what the step gives in its place. */
    async answer<T>(spec: StepSpec<T>): Promise<T> {
      const step = begin(spec)
      const recorded = takeNext(left, spec)
      const output = spec.replay
        ? spec.replay(recorded?.output as T | undefined)
        : await recordedOutput<T>(recorded, spec.name)
      const summary = `${WORDS[spec.kind]}: ${spec.summary(output)}`
      const ended = { status: 'replayed', finishedAt: new Date(), summary }
      await record({ ...step, ...ended, output: output ?? null })
      return output
    },
    /** Asks an engine, as the first time. */
    async ask<T>(spec: StepSpec<T>, work: () => Promise<T>): Promise<T> {
      const step = begin(spec)
      const done = earlier.get(step.seq)
      if (done?.name === spec.name) return done.output as T
      try {
        const output = await work()
        const summary = spec.summary(output)
        await record({ ...step, status: 'succeeded', finishedAt: new Date(), summary, output })
        return output
      } catch (error) {
        const summary = error instanceof Error ? error.message.slice(0, MAX_SUMMARY) : 'Failed.'
        await record({ ...step, status: 'failed', finishedAt: new Date(), summary })
        throw error
      }
    },
  }
}

const WORDS: Record<StepSpec<never>['kind'], string> = {
  tool: 'From the record',
  code: 'From the record',
  engine: 'From the record',
  store: 'Not stored',
  effect: 'Not done',
}

/** The next of its name: a run on another engine may take another way, and skip or repeat a step. */
function takeNext(left: RecordedStep[], { name }: { name: string }): RecordedStep | undefined {
  const at = left.findIndex((step) => step.name === name)
  return at < 0 ? undefined : left.splice(at, 1)[0]
}

async function recordedOutput<T>(recorded: RecordedStep | undefined, name: string): Promise<T> {
  // Written by a step of this name: its type is the step's own.
  if (recorded) return recorded.output as T
  const message = `The replayed run never came to "${name}", so there is no answer to read from its record.`
  throw new AgentFailure('replay.not_recorded', message)
}
