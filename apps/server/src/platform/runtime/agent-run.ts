/** One attempt at an execution: steps are journaled, and those an earlier attempt finished are read back. */
import { readDecidedCalls, voidUnused } from '../approvals/approvals.store.ts'
import type { Database, TenantTx } from '../database/database.ts'
import type { Publish } from '../events/outbox.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { DecidedCall, EarlierCall } from '../gateway/model-calls.ts'
import { createModelTools } from '../gateway/model-tools.ts'
import { toGrants } from '../gateway/policy.ts'
import { createTaint } from '../gateway/taint.ts'
import { readModelCalls } from '../gateway/tool-calls.store.ts'
import type { Tracing } from '../telemetry/tracing.ts'
import { createActivity } from './activity.ts'
import type { AgentDefinition, AgentRun, RunCost } from './agent.ts'
import type { ExecutionRow } from './execution.ts'
import { type FinishedSteps, readJournal, writeProgress } from './executions.store.ts'
import { markTainted } from './executions-aside.store.ts'
import { openJournal } from './journal.ts'
import type { WriteWithStep } from './keep-records.ts'
import { AS_IT_IS } from './replay.ts'
import { traceSteps } from './trace-steps.ts'

export interface RunDeps {
  database: Database
  publish: Publish
  gateway: Gateway
  tracing: Tracing
}

export interface StartedRun {
  run: AgentRun
  /** Whether it was set aside: what its agent returned or threw since counts for nothing. */
  isSuspended: () => boolean
  /** What of its steps is not written down yet: goes with the transaction that ends the attempt. */
  writeRest: (tx: TenantTx) => Promise<void>
  cost: () => RunCost | null
}

/** What earlier attempts left. */
export interface Past {
  finished: FinishedSteps
  /** What models called in steps that did not finish, and what people have decided since, by the step's place. */
  calls: ReadonlyMap<number, EarlierCall[]>
  decided: ReadonlyMap<number, DecidedCall[]>
}

export const NO_PAST: Past = { finished: new Map(), calls: new Map(), decided: new Map() }

export async function readPast(tx: TenantTx, executionId: string): Promise<Past> {
  const { finished, wasHereBefore } = await readJournal(tx, executionId)
  if (!wasHereBefore) return NO_PAST
  const calls = await readModelCalls(tx, executionId)
  return { finished, calls, decided: await readDecidedCalls(tx, executionId) }
}

export function startRun(
  deps: RunDeps,
  agent: AgentDefinition,
  execution: ExecutionRow,
  past: Past,
  signal: AbortSignal,
): StartedRun {
  const journal = traceSteps(openJournal(deps, execution, past.finished, signal), deps.tracing)
  const { gateway } = deps
  const context = callContext(agent, execution, signal)
  const keep = (writes: WriteWithStep[]) =>
    deps.database.tenant(execution.organization_id, async (tx) => {
      for (const write of writes) await write(tx)
    })
  let cost: RunCost | null = null
  const run: AgentRun = {
    executionId: execution.id,
    organizationId: execution.organization_id,
    leadId: execution.lead_id,
    batchId: execution.batch_id,
    correlationId: execution.correlation_id,
    triggeredBy: execution.triggered_by,
    input: execution.input_data as Record<string, unknown>,
    startedAt: execution.started_at ?? new Date(),
    signal,
    get lineage() {
      const { id: executionId, initiators } = execution
      return { executionId, initiators, taintedBy: context.taint.source }
    },
    variant: AS_IT_IS,
    step: (spec, work) =>
      journal.step(spec, async ({ seq, suspend, also }) => {
        const history = { calls: past.calls.get(seq) ?? [], decided: past.decided.get(seq) ?? [] }
        const step = { gateway, context: { ...context, seq }, keep, suspend, history }
        const output = await work(await createModelTools(step))
        if (history.decided.length > 0) also((tx) => voidUnused(tx, execution.id, seq))
        return output
      }),
    store: journal.store,
    tool: (name, args, summary = () => 'done') =>
      journal.step({ kind: 'tool', name, summary, isCheap: true }, ({ seq, also, commit }) =>
        gateway.call({ ...context, caller: 'code', seq, nth: () => 0, also, commit }, name, args),
      ),
    async progress(progress) {
      signal.throwIfAborted()
      await deps.database.tenant(execution.organization_id, async (tx) => {
        await writeProgress(tx, execution.id, progress)
        await deps.publish(tx, {
          type: 'execution.progress',
          execution_id: execution.id,
          progress,
        })
      })
    },
    activity: createActivity(deps, execution),
    spent(spent) {
      cost = spent
    },
  }
  const { isSuspended, writeRest } = journal
  return { run, isSuspended, writeRest, cost: () => cost }
}

const callContext = (agent: AgentDefinition, execution: ExecutionRow, signal: AbortSignal) => ({
  agentType: agent.type,
  grants: toGrants(agent.tools),
  taint: createTaint(execution.tainted_by, (tx, source) => markTainted(tx, execution.id, source)),
  organizationId: execution.organization_id,
  executionId: execution.id,
  correlationId: execution.correlation_id,
  boundLeadId: execution.bound_lead_id,
  signal,
})
