/** What a person has to know of an approval: what would change and why they are asked. */
import { Approval } from '@insa/contracts'
import { z } from 'zod'

export const ApprovalRow = z.object(
  Approval.pick({
    id: true,
    status: true,
    outcome: true,
    outcome_message: true,
    execution_id: true,
    agent_type: true,
    lead_id: true,
    tool: true,
    effect: true,
    changes: true,
    reasons: true,
    requested_by: true,
    may_decide: true,
    may_not_because: true,
    decided_by: true,
    reason: true,
    created_at: true,
    expires_at: true,
  }).shape,
)
