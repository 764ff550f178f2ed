/** Rows of `approvals` as the contract's shape. */
import { Approval } from '@insa/contracts'
import type { ApprovalWithOutcome } from '../../platform/approvals/approvals.store.ts'
import { refuseDecision } from '../../platform/approvals/who-decides.ts'
import type { Actor } from '../../platform/identity/actor.ts'

/** @param actor who asks: whether they may decide is part of it. */
export function presentApproval(row: ApprovalWithOutcome, actor: Actor): Approval {
  const refused = refuseDecision(actor, row)
  return Approval.parse({
    id: row.id,
    status: row.status,
    outcome: row.outcome ?? 'none',
    outcome_message: row.error,
    call_id: row.call_id,
    execution_id: row.execution_id,
    agent_type: row.agent_type,
    lead_id: row.lead_id,
    tool: row.tool,
    effect: row.effect,
    caller: row.caller,
    changes: row.changes,
    reasons: row.reasons,
    arguments: row.arguments,
    requested_arguments: row.requested_arguments,
    effect_hash: row.effect_hash,
    approver: row.approver,
    requested_by: row.requested_by,
    may_decide: row.status === 'pending' && refused === null,
    may_not_because: refused?.message ?? null,
    decided_by: row.decided_by,
    decided_at: row.decided_at?.toISOString() ?? null,
    reason: row.reason,
    created_at: row.created_at.toISOString(),
    escalated_at: row.escalated_at?.toISOString() ?? null,
    expires_at: row.expires_at.toISOString(),
  })
}
