import type { Approval } from '@insa/contracts'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Card } from '../../ui/card.tsx'
import { agentLabel } from '../../ui/labels.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'

export const LINK = 'text-accent underline underline-offset-3'

/** Why a person is asked, for whom the agent works, and who decided. */
export function ApprovalFacts({ approval }: { approval: Approval }) {
  return (
    <Card title="Why you are asked">
      <div className="grid gap-4">
        <ul className="grid list-disc gap-1 pl-5">
          {approval.reasons.map(({ text }) => (
            <li key={text} className="break-words">
              {text}
            </li>
          ))}
        </ul>
        <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3 gap-y-1.5 text-sm">
          <Fact name="Agent">
            {agentLabel(approval.agent_type)},{' '}
            {approval.caller === 'model' ? 'its model asks' : 'its code asks'}
          </Fact>
          <Fact name="Run">
            <Link
              to="/executions/$executionId"
              params={{ executionId: approval.execution_id }}
              className={LINK}
            >
              Open the run
            </Link>
          </Fact>
          {approval.lead_id && (
            <Fact name="Lead">
              <Link to="/leads/$leadId" params={{ leadId: approval.lead_id }} className={LINK}>
                Open the lead
              </Link>
            </Fact>
          )}
          <Fact name="Run for">{approval.requested_by}</Fact>
          <Fact name="Asked">
            <RelativeTime at={approval.created_at} />
          </Fact>
          {approval.status === 'pending' && (
            <Fact name="Until">
              <RelativeTime at={approval.expires_at} />, then it is rejected
            </Fact>
          )}
          <Fact name="Decides">{approval.approver}</Fact>
          {approval.decided_by && <Fact name="Decided by">{approval.decided_by}</Fact>}
          {approval.reason && <Fact name="Reason">{approval.reason}</Fact>}
          <Fact name="Bound to">
            <span className="break-all font-mono text-xs">{approval.effect_hash}</span>
          </Fact>
        </dl>
      </div>
    </Card>
  )
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0 whitespace-pre-wrap break-words">{children}</dd>
    </>
  )
}
