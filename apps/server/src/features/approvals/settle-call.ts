/** A person has looked and says what became of a call whose fate nobody knew: it happened, or it may be done, once. */
import type { SettleInput, ToolCallRecord } from '@insa/contracts'
import { recordAudit } from '../../platform/audit/audit.ts'
import type { TenantTx } from '../../platform/database/database.ts'
import { isStorableValue } from '../../platform/database/storable.ts'
import {
  type CallInRun,
  findCallInRun,
  type Settlement,
  settleUnknown,
} from '../../platform/gateway/settled-calls.store.ts'
import { conflict, invalid, notFound } from '../../platform/http/errors.ts'
import { type Actor, actorLabel } from '../../platform/identity/actor.ts'
import { lockExecution, reopenExecution } from '../../platform/runtime/executions-aside.store.ts'
import { executionUpdated } from '../../platform/runtime/runtime.ts'
import type { ApprovalsDeps } from './approvals-deps.ts'
import { refuseSettling, runOf } from './call-fate.ts'
import { presentCall } from './present-call.ts'

export interface SettleCall {
  id: string
  input: SettleInput
  correlationId: string
}

/**
 * @throws AppError 404; 403 as for a decision on its approval; 409 when its fate is known or its run at work; 422 for an output
 * that the tool could not have given.
 */
export function settleCall(
  deps: ApprovalsDeps,
  actor: Actor,
  { id, input, correlationId }: SettleCall,
): Promise<ToolCallRecord> {
  return deps.database.tenant(actor.organizationId, async (tx) => {
    const found = await findCallInRun(tx, id)
    if (!found) throw notFound('tool_call', id)
    // The execution first, as a cancellation has it; then the call is read again, as nobody changes its run any more.
    await lockExecution(tx, found.execution_id)
    const call = (await findCallInRun(tx, id)) ?? found
    const refused = refuseSettling(actor, call)
    if (refused) throw refused
    const settlement = { by: actorLabel(actor), ...settlementOf(deps, call, input) }
    // A late answer of its own process may have come in between.
    if (!(await settleUnknown(tx, id, settlement)))
      throw conflict('tool_call.settled', 'What became of this is known by now. Read it again.')
    await recordAudit(tx, {
      actor: settlement.by,
      action: 'tool.settled',
      subject: { type: 'tool_call', id },
      executionId: call.execution_id,
      correlationId,
      details: { verdict: input.verdict, status: settlement.status, reason: input.reason },
      tool: call.tool,
      input: call.arguments,
    })
    await goOn(tx, deps, call)
    return presentCall((await findCallInRun(tx, id)) ?? call, actor)
  })
}

function settlementOf(
  deps: ApprovalsDeps,
  call: CallInRun,
  input: SettleInput,
): Omit<Settlement, 'by'> {
  const { verdict, reason } = input
  const said = `A person has looked. ${reason}`
  if (verdict === 'did_not_happen') {
    const isOver = runOf(call) === 'over'
    const error = `It did not happen. ${said}`
    return isOver
      ? { verdict, reason, status: 'failed', output: null, error }
      : { verdict, reason, status: 'undone', output: null, error: null }
  }
  if (input.outcome === 'failed')
    return { verdict, reason, status: 'failed', output: null, error: said }
  const output = outputOf(deps, call, input.output ?? `It happened. ${said}`)
  return { verdict, reason, status: 'succeeded', output, error: null }
}

/** @throws AppError 422: our own tools say what they answer, and our agents rely on it. */
function outputOf({ gateway }: ApprovalsDeps, call: CallInRun, output: unknown): unknown {
  if (!isStorableValue(output))
    throw badOutput('Text must be valid Unicode without NUL characters.')
  const tool = gateway.tools.get(call.tool)
  if (!tool) return output
  const parsed = tool.output.safeParse(output)
  if (parsed.success) return parsed.data
  throw badOutput(
    `${call.tool} does not answer so: ${parsed.error.issues[0]?.message ?? 'not its shape'}.`,
  )
}

const badOutput = (message: string) =>
  invalid([{ path: 'output', code: 'invalid_output', message }])

async function goOn(tx: TenantTx, { publish, ring }: ApprovalsDeps, call: CallInRun) {
  if (call.approval_id) {
    const changed = { approval_id: call.approval_id, execution_id: call.execution_id } as const
    await publish(tx, { type: 'approval.changed', ...changed, status: 'approved' })
  }
  if (runOf(call) !== 'reopens') return
  const reopened = await reopenExecution(tx, call.execution_id)
  if (!reopened) return
  await publish(tx, executionUpdated({ ...reopened, status: 'queued' }))
  tx.afterCommit(() => ring(reopened.agent_type))
}
