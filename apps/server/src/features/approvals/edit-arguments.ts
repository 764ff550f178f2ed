/** What a person made of an agent's arguments, checked as if the agent had asked for it. */
import { isDeepStrictEqual } from 'node:util'
import type { ApprovalChange, ApproverRole } from '@insa/contracts'
import type { ApprovalWithOutcome } from '../../platform/approvals/approvals.store.ts'
import { describeChanges } from '../../platform/approvals/describe-changes.ts'
import { effectHash, subjectOf } from '../../platform/approvals/effect-hash.ts'
import { toGrants } from '../../platform/gateway/policy.ts'
import { createTaint } from '../../platform/gateway/taint.ts'
import { conflict, invalid, notFound } from '../../platform/http/errors.ts'
import { AgentFailure } from '../../platform/runtime/agent-failure.ts'
import { findExecution } from '../../platform/runtime/executions.store.ts'
import type { ApprovalsDeps } from './approvals-deps.ts'

export interface Edited {
  args: Record<string, unknown>
  hash: string
  changes: ApprovalChange[]
  approver: ApproverRole
}

/** The longest that looking up former values may take. Milliseconds. */
const PREVIEW_MS = 10_000

/** @throws AppError 422 with what is wrong. */
export async function editArguments(
  { database, gateway, runtime }: ApprovalsDeps,
  organizationId: string,
  asked: ApprovalWithOutcome,
  wanted: Record<string, unknown>,
): Promise<Edited> {
  const execution = await database.tenant(organizationId, (tx) =>
    findExecution(tx, asked.execution_id),
  )
  if (!execution) throw notFound('execution', asked.execution_id)
  const agent = runtime.agents.get(asked.agent_type)
  if (!agent) throw conflict('agent.unknown', `There is no agent ${asked.agent_type} any more.`)
  const context = {
    agentType: agent.type,
    grants: toGrants(agent.tools),
    caller: asked.caller === 'model' ? ('model' as const) : ('code' as const),
    organizationId,
    executionId: execution.id,
    correlationId: execution.correlation_id,
    boundLeadId: execution.bound_lead_id,
    taint: createTaint(execution.tainted_by, async () => undefined),
    seq: asked.seq,
    nth: () => asked.nth,
    signal: AbortSignal.timeout(PREVIEW_MS),
    also: () => undefined,
  }
  try {
    const { tool, args, need } = await gateway.review(context, asked.tool, wanted)
    refuseOtherSubject(tool.fixedArguments ?? [], asked.arguments as Record<string, unknown>, args)
    return {
      args,
      hash: effectHash(tool.name, args, subjectOf(context.boundLeadId)),
      changes: await describeChanges(tool, context, args),
      approver: need?.approver ?? 'manager',
    }
  } catch (error) {
    if (!(error instanceof AgentFailure)) throw error
    throw invalid([{ path: 'arguments', code: error.code, message: error.message }])
  }
}

function refuseOtherSubject(
  fixed: readonly string[],
  asked: Record<string, unknown>,
  wanted: Record<string, unknown>,
): void {
  const changed = fixed.filter((name) => !isDeepStrictEqual(asked[name], wanted[name]))
  if (changed.length > 0)
    throw invalid(
      changed.map((name) => ({
        path: `arguments.${name}`,
        code: 'approval.argument_fixed',
        message: `${name} says what is asked for and cannot be changed; reject it instead.`,
      })),
    )
}
