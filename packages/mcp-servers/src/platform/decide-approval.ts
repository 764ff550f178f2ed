import type { Approval, Client } from '@insa/contracts'
import { z } from 'zod'
import { defineTool, type ToolCall, ToolError } from '../kit/index.ts'
import { throughApi } from '../kit/insa-api.ts'
import { ApprovalRow } from './approval-row.ts'

/** A person reads before they answer. Milliseconds. */
const TIMEOUT_MS = 600_000

/** What an agent wants is approved by a person, not by another model: the client shows them the change and asks. */
export const decideApproval = (client: Client) =>
  defineTool({
    name: 'decide_approval',
    title: 'Decide an approval',
    description:
      'Approves or rejects what an agent wants to do. To approve, the person is shown the change and asked in their client. Nobody decides on a run that they began.',
    effect: 'destructive',
    openWorld: true,
    timeoutMs: TIMEOUT_MS,
    input: z.strictObject({
      approval_id: z.uuid().describe('The id of the approval.'),
      decision: z.enum(['approve', 'reject']).describe('What the person said.'),
      reason: z
        .string()
        .trim()
        .min(1)
        .max(2_000)
        .optional()
        .describe('Why. Needed to reject: the agent reads it.'),
    }),
    output: z.object({ approval: ApprovalRow }),
    async run({ approval_id, decision, reason }, call) {
      const { signal } = call
      if (decision === 'reject') {
        if (!reason) throw new ToolError('Say why: the agent reads the reason.', REASON_MISSING)
        return {
          approval: await throughApi(client.approvals.reject(approval_id, reason, { signal })),
        }
      }
      const asked = await throughApi(client.approvals.get(approval_id, { signal }))
      await requireYes(asked, call)
      const input = reason ? { reason } : {}
      return {
        approval: await throughApi(client.approvals.approve(approval_id, input, { signal })),
      }
    },
  })

const REASON_MISSING = {
  code: 'arguments.invalid',
  fields: [{ path: 'reason', message: 'is needed to reject.' }],
}

async function requireYes(asked: Approval, { confirm }: ToolCall): Promise<void> {
  if (asked.status !== 'pending' || !asked.may_decide) {
    const why = asked.may_not_because ?? `it is ${asked.status}.`
    throw new ToolError(`You cannot decide this: ${why}`, { code: 'approval.not_yours' })
  }
  const answer = await confirm(question(asked))
  if (answer === 'yes') return
  throw answer === 'no'
    ? new ToolError('The person did not say yes. It stays pending.', {
        code: 'approval.not_confirmed',
      })
    : new ToolError('This client cannot show the change to the person, so nothing is approved.', {
        code: 'approval.needs_a_person',
        hint: 'It can be approved in the console, or by `insa approvals approve`.',
      })
}

function question({ agent_type, tool, changes, reasons, requested_by }: Approval): string {
  const fields = changes.map(
    ({ field, old, new: wanted }) => `  ${field}: ${old ?? '(nothing)'} → ${wanted ?? '(nothing)'}`,
  )
  return [
    `Approve ${tool} for the agent ${agent_type}, begun by ${requested_by}?`,
    ...fields,
    ...reasons.map(({ text }) => `Asked because: ${text}`),
  ].join('\n')
}
