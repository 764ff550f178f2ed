/** Rows of `tool_calls` as the contract's shape. */
import { ToolCallRecord } from '@insa/contracts'
import { plainText, readableValue } from '../../platform/approvals/plain-text.ts'
import type { CallInRun } from '../../platform/gateway/settled-calls.store.ts'
import type { Actor } from '../../platform/identity/actor.ts'
import { refuseSettling } from './call-fate.ts'

/** @param actor who asks: whether they may settle it is part of it. */
export function presentCall(call: CallInRun, actor: Actor): ToolCallRecord {
  const refused = refuseSettling(actor, call)
  return ToolCallRecord.parse({
    id: call.id,
    execution_id: call.execution_id,
    execution_status: call.execution_status,
    approval_id: call.approval_id,
    agent_type: call.agent_type,
    lead_id: call.lead_id,
    tool: call.tool,
    caller: call.caller,
    arguments: call.arguments,
    changes: Object.entries(call.arguments as Record<string, unknown>).map(([field, value]) => ({
      field: plainText(field),
      old: null,
      new: readableValue(value),
    })),
    status: call.status,
    message: call.error,
    started_at: call.started_at.toISOString(),
    finished_at: call.finished_at?.toISOString() ?? null,
    settlement: settlementOf(call),
    may_settle: refused === null,
    may_not_because: refused?.message ?? null,
  })
}

const settlementOf = (call: CallInRun) =>
  call.settled_verdict && {
    verdict: call.settled_verdict,
    by: call.settled_by,
    at: call.settled_at?.toISOString(),
    reason: call.settled_reason,
  }
