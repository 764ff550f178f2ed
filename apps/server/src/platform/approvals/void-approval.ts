/** Takes back an approval whose effect is not, to the letter, what a person agreed to. */
import { recordAudit } from '../audit/audit.ts'
import type { Database } from '../database/database.ts'
import { type ApprovalRow, voidApproval } from './approvals.store.ts'

export const voidAndReport = (
  database: Database,
  context: { organizationId: string; agentType: string; correlationId: string },
  approval: ApprovalRow,
): Promise<void> =>
  database.tenant(context.organizationId, async (tx) => {
    await voidApproval(tx, approval.id)
    await recordAudit(tx, {
      actor: 'system:gateway',
      action: 'approval.void',
      subject: { type: 'approval', id: approval.id },
      executionId: approval.execution_id,
      correlationId: context.correlationId,
      details: { effect_hash: approval.effect_hash },
      tool: approval.tool,
      input: approval.arguments,
    })
  })
