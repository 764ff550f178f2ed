/** A person approves what an agent wants to do, as it is or changed, or rejects it with words that the agent receives. */
import type { Approval } from '@insa/contracts'
import { type ApprovalWithOutcome, findApproval } from '../../platform/approvals/approvals.store.ts'
import { settleApproval } from '../../platform/approvals/settle-approval.ts'
import { refuseDecision } from '../../platform/approvals/who-decides.ts'
import { conflict, notFound } from '../../platform/http/errors.ts'
import { type Actor, actorLabel } from '../../platform/identity/actor.ts'
import type { ApprovalsDeps } from './approvals-deps.ts'
import { type Edited, editArguments } from './edit-arguments.ts'
import { presentApproval } from './present-approval.ts'

export interface Verdict {
  status: 'approved' | 'rejected'
  reason: string | undefined
  /** Instead of what the agent asked for. */
  arguments?: Record<string, unknown> | undefined
  correlationId: string
}

/**
 * @throws AppError 404; 403 for one's own, without the right or the role; 409 when it is decided or over; 422 for arguments
 * that the agent itself might not have used.
 */
export async function decide(
  deps: ApprovalsDeps,
  actor: Actor,
  id: string,
  verdict: Verdict,
): Promise<Approval> {
  const asked = await deps.database.tenant(actor.organizationId, (tx) => findApproval(tx, id))
  if (!asked) throw notFound('approval', id)
  refuse(actor, asked, asked.approver)
  const edited = verdict.arguments
    ? await editArguments(deps, actor.organizationId, asked, verdict.arguments)
    : undefined
  // More money may need a higher hand.
  if (edited) refuse(actor, asked, edited.approver)
  const row = await settle(deps, actor, asked, verdict, edited)
  return presentApproval({ ...row, outcome: null, error: null, call_id: null }, actor)
}

function refuse(actor: Actor, asked: ApprovalWithOutcome, approver: string): void {
  const refused = refuseDecision(actor, { ...asked, approver })
  if (refused) throw refused
}

const settle = (
  deps: ApprovalsDeps,
  actor: Actor,
  asked: ApprovalWithOutcome,
  { status, reason, correlationId }: Verdict,
  edited: Edited | undefined,
) =>
  deps.database.tenant(actor.organizationId, async (tx) => {
    const decision = {
      status,
      by: actorLabel(actor),
      person: actor.personId,
      reason: reason ?? null,
      ...(edited ? { edited } : {}),
    }
    const row = await settleApproval(tx, deps, asked, decision, correlationId)
    if (row) return row
    const now = await findApproval(tx, asked.id)
    // The sweep that writes it down comes by every few seconds.
    const isOver = now?.status === 'pending' && now.expires_at.getTime() <= Date.now()
    const became = isOver ? 'expired' : (now?.status ?? 'gone')
    throw conflict('approval.decided', `This is not open any more (${became}). Read it again.`)
  })
