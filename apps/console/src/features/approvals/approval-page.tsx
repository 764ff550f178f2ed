import type { Approval } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import { RecordFrame } from '../../records/record-frame.tsx'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { ApprovalBadge } from './approval-badge.tsx'
import { ApprovalFacts, LINK } from './approval-facts.tsx'
import { approvalQuery } from './approvals.api.ts'
import { ChangesTable } from './changes-table.tsx'
import { Decision } from './decision.tsx'

const route = getRouteApi('/shell/approvals/$approvalId')

export function ApprovalPage() {
  const { approvalId } = route.useParams()
  return (
    <RecordFrame query={useQuery(approvalQuery(approvalId))}>
      {(data) => <ApprovalView approval={data} />}
    </RecordFrame>
  )
}

function ApprovalView({ approval }: { approval: Approval }) {
  return (
    <Page
      title={approval.tool}
      above={
        <Link
          to="/approvals"
          className="-ml-1 inline-flex items-center gap-0.5 text-ink-2 text-sm hover:text-accent"
        >
          <ChevronLeft aria-hidden className="size-4" />
          Approvals
        </Link>
      }
      actions={<ApprovalBadge approval={approval} />}
    >
      <Outcome approval={approval} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]">
        <div className="grid min-w-0 gap-4">
          <Card title="What will happen" flush>
            <ChangesTable changes={approval.changes} />
          </Card>
          {approval.status === 'pending' && <Decision approval={approval} />}
        </div>
        <ApprovalFacts approval={approval} />
      </div>
    </Page>
  )
}

function Outcome({ approval }: { approval: Approval }) {
  const { outcome, outcome_message, status, call_id } = approval
  if (outcome === 'unknown' || outcome === 'failed') {
    return (
      <Notice tone="bad">
        {outcome_message ?? 'It failed.'}
        {outcome === 'unknown' && call_id && (
          <>
            {' '}
            <Link to="/approvals/calls/$callId" params={{ callId: call_id }} className={LINK}>
              Say what happened
            </Link>
          </>
        )}
      </Notice>
    )
  }
  if (status === 'void') {
    return (
      <Notice tone="info">
        What was agreed to is not what would have been done, so this holds no more. If the agent
        still wants it, it asks anew.
      </Notice>
    )
  }
  return null
}
