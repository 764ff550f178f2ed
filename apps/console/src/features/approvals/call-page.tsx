import type { ToolCallRecord, ToolCallStatus } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import { RecordFrame } from '../../records/record-frame.tsx'
import { Pill, type Tone } from '../../ui/badges.tsx'
import { Card } from '../../ui/card.tsx'
import { agentLabel, EXECUTION_STATUS_LABEL } from '../../ui/labels.ts'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Fact, LINK } from './approval-facts.tsx'
import { toolCallQuery } from './approvals.api.ts'
import { ChangesTable } from './changes-table.tsx'
import { SettleForm } from './settle-form.tsx'

const route = getRouteApi('/shell/approvals/calls/$callId')

const STATUS: Record<ToolCallStatus, { tone: Tone; label: string }> = {
  running: { tone: 'busy', label: 'Happening now' },
  succeeded: { tone: 'good', label: 'Done' },
  failed: { tone: 'bad', label: 'Failed' },
  unknown: { tone: 'warn', label: 'Fate unknown' },
  undone: { tone: 'plain', label: 'Did not happen yet' },
}

/** One call, and what a person says became of it. */
export function CallPage() {
  const { callId } = route.useParams()
  return (
    <RecordFrame query={useQuery(toolCallQuery(callId))}>
      {(data) => <CallView call={data} />}
    </RecordFrame>
  )
}

function CallView({ call }: { call: ToolCallRecord }) {
  const { tone, label } = STATUS[call.status]
  return (
    <Page
      title={call.tool}
      above={
        <Link
          to="/approvals"
          search={{ show: 'unknown' }}
          className="-ml-1 inline-flex items-center gap-0.5 text-ink-2 text-sm hover:text-accent"
        >
          <ChevronLeft aria-hidden className="size-4" />
          Fate unknown
        </Link>
      }
      actions={<Pill tone={tone}>{label}</Pill>}
    >
      {call.message && (
        <Notice tone={call.status === 'failed' ? 'bad' : 'info'}>{call.message}</Notice>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]">
        <div className="grid min-w-0 gap-4">
          <Card title="What was to happen" flush>
            <ChangesTable changes={call.changes} />
          </Card>
          {call.status === 'unknown' && <SettleForm call={call} />}
        </div>
        <CallFacts call={call} />
      </div>
    </Page>
  )
}

function CallFacts({ call }: { call: ToolCallRecord }) {
  const { settlement } = call
  return (
    <Card title="What is known">
      <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3 gap-y-1.5 text-sm">
        <Fact name="Agent">{agentLabel(call.agent_type)}</Fact>
        <Fact name="Began">
          <RelativeTime at={call.started_at} />
        </Fact>
        <Fact name="Run">
          <Link
            to="/executions/$executionId"
            params={{ executionId: call.execution_id }}
            className={LINK}
          >
            Open the run
          </Link>
          , {EXECUTION_STATUS_LABEL[call.execution_status].toLowerCase()}
        </Fact>
        {call.approval_id && (
          <Fact name="Approval">
            <Link
              to="/approvals/$approvalId"
              params={{ approvalId: call.approval_id }}
              className={LINK}
            >
              Open the approval
            </Link>
          </Fact>
        )}
        {settlement && (
          <>
            <Fact name="Settled">
              {settlement.verdict === 'happened' ? 'It happened' : 'It did not happen'},{' '}
              <RelativeTime at={settlement.at} />
            </Fact>
            <Fact name="By">{settlement.by}</Fact>
            <Fact name="Reason">{settlement.reason}</Fact>
          </>
        )}
      </dl>
    </Card>
  )
}
