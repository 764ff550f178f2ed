/** One attempt at an execution: steps are journaled, and those an earlier attempt finished are read back. */
import type { Database } from '../database/database.ts'
import type { Publish } from '../events/outbox.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { createModelTools } from '../gateway/model-tools.ts'
import { toGrants } from '../gateway/policy.ts'
import { createTaint } from '../gateway/taint.ts'
import { createActivity } from './activity.ts'
import type { AgentDefinition, AgentRun, RunCost } from './agent.ts'
import type { ExecutionRow } from './execution.ts'
import { type FinishedSteps, writeProgress } from './executions.store.ts'
import { openJournal, type WriteWithStep } from './journal.ts'

export interface RunDeps {
  database: Database
  publish: Publish
  gateway: Gateway
}

export interface StartedRun {
  run: AgentRun
  /** Whether it was set aside: what its agent returned or threw since counts for nothing. */
  isSuspended: () => boolean
  cost: () => RunCost | null
}

/** @param earlier the finished steps of earlier attempts. */
export function startRun(
  deps: RunDeps,
  agent: AgentDefinition,
  execution: ExecutionRow,
  earlier: FinishedSteps,
  signal: AbortSignal,
): StartedRun {
  const journal = openJournal(deps, execution, earlier, signal)
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
    correlationId: execution.correlation_id,
    triggeredBy: execution.triggered_by,
    input: execution.input_data as Record<string, unknown>,
    startedAt: execution.started_at ?? new Date(),
    signal,
    step: (spec, work) =>
      journal.step(spec, ({ seq, suspend }) => {
        return work(createModelTools({ gateway, context: { ...context, seq }, keep, suspend }))
      }),
    store: journal.store,
    tool: (name, args, summary = () => 'done') =>
      journal.step({ kind: 'tool', name, summary }, ({ seq, also }) =>
        gateway.call({ ...context, caller: 'code', seq, also }, name, args),
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
  return { run, isSuspended: journal.isSuspended, cost: () => cost }
}

const callContext = (agent: AgentDefinition, execution: ExecutionRow, signal: AbortSignal) => ({
  agentType: agent.type,
  grants: toGrants(agent.tools),
  taint: createTaint(),
  organizationId: execution.organization_id,
  executionId: execution.id,
  correlationId: execution.correlation_id,
  boundLeadId: execution.lead_id,
  signal,
})
