/** Mails about approvals: fixed words and a link. What the agent wants to do, and its words, are read in the console only. */
import type { MailDraft } from '../mail/outgoing-mail.ts'
import type { ApprovalRow } from './approvals.store.ts'

export type ApprovalNews = 'requested' | 'escalated' | 'expired'

const NEWS: Record<ApprovalNews, { subject: string; text: string }> = {
  requested: {
    subject: 'An agent waits for your approval',
    text: 'An agent wants to do something that needs a person. Nothing happens until somebody decides.',
  },
  escalated: {
    subject: 'Still undecided: an agent waits for an approval',
    text: 'Nobody has decided on this yet. When its time is up, it is rejected.',
  },
  expired: {
    subject: 'Rejected, because nobody decided in time',
    text: 'Nobody decided on this in time, so it was not done. The run goes on without it.',
  },
}

export function approvalMail(
  news: ApprovalNews,
  { to, row, publicUrl }: { to: string; row: ApprovalRow; publicUrl: string },
): MailDraft {
  const { subject, text } = NEWS[news]
  return {
    to,
    subject,
    text: [
      text,
      '',
      `Agent    ${row.agent_type}`,
      `Tool     ${row.tool}`,
      ...(news !== 'expired'
        ? [`Until    ${row.expires_at.toISOString().slice(0, 16).replace('T', ' ')} UTC`]
        : []),
      '',
      `${publicUrl}/approvals/${row.id}`,
    ].join('\n'),
    html: null,
    template: `approval_${news}`,
    executionId: row.execution_id,
  }
}

/** About a call, approved or not, of which nobody knows whether it happened. */
export function unknownMail(
  call: { agentType: string; tool: string; executionId: string },
  to: string,
  publicUrl: string,
): MailDraft {
  return {
    to,
    subject: 'Please look: something may or may not have happened',
    text: [
      'The program was interrupted while an agent did this, or got no answer. It is not done again.',
      'Please look in the system concerned whether it happened, and say it here.',
      '',
      `Agent    ${call.agentType}`,
      `Tool     ${call.tool}`,
      '',
      `${publicUrl}/approvals?show=unknown`,
      `${publicUrl}/executions/${call.executionId}`,
    ].join('\n'),
    html: null,
    template: 'tool_outcome_unknown',
    executionId: call.executionId,
  }
}
