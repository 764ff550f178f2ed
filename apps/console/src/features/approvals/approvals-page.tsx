import { type Approval, ApprovalStatus } from '@insa/contracts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Hand } from 'lucide-react'
import { Select } from '../../ui/field.tsx'
import { agentLabel } from '../../ui/labels.ts'
import { LoadMore } from '../../ui/load-more.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx'
import { APPROVAL_STATUS_LABEL, ApprovalBadge } from './approval-badge.tsx'
import { approvalListQuery, unknownCallsQuery } from './approvals.api.ts'
import { ApprovalsView } from './approvals.search.ts'
import { UnknownCalls } from './unknown-calls.tsx'

const route = getRouteApi('/shell/approvals')

export function ApprovalsPage() {
  const { show = 'pending' } = route.useSearch()
  const navigate = route.useNavigate()
  const unknown = useInfiniteQuery(unknownCallsQuery)
  const toLookAfter = unknown.data?.pages[0]?.data.length ?? 0
  return (
    <Page
      title="Approvals"
      lead="What agents want to do and may not do alone. Nothing happens until somebody decides."
      actions={
        <ViewChoice
          value={show}
          onChange={(view) => void navigate({ search: { show: view }, replace: true })}
        />
      }
    >
      {show !== 'unknown' && toLookAfter > 0 && (
        <Notice tone="info">
          Nobody knows whether some of what agents did has happened.{' '}
          <Link
            to="/approvals"
            search={{ show: 'unknown' }}
            className="text-accent underline underline-offset-3"
          >
            Look after it
          </Link>
        </Notice>
      )}
      {show === 'unknown' ? <UnknownCalls list={unknown} /> : <ApprovalList show={show} />}
    </Page>
  )
}

function ApprovalList({ show }: { show: Exclude<ApprovalsView, 'unknown'> }) {
  const list = useInfiniteQuery(approvalListQuery(show))
  const approvals = list.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <>
      <div className="card overflow-hidden">
        {list.isPending ? (
          <SkeletonRows rows={6} label="Loading the approvals" />
        ) : list.isError && approvals.length === 0 ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : approvals.length === 0 ? (
          <EmptyState
            icon={Hand}
            title={show === 'pending' ? 'Nothing waits for you' : 'Nothing here'}
          >
            What leaves the house, deletes or commits money comes here first, and what a model wants
            to change after it has read a stranger’s words.
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {approvals.map((approval) => (
              <ApprovalRow key={approval.id} approval={approval} />
            ))}
          </ul>
        )}
      </div>
      <LoadMore shown={approvals.length} noun={['approval', 'approvals']} list={list} />
    </>
  )
}

interface ViewChoiceProps {
  value: ApprovalsView
  onChange: (view: ApprovalsView | undefined) => void
}

function ViewChoice({ value, onChange }: ViewChoiceProps) {
  return (
    <Select
      aria-label="Show"
      className="w-44"
      value={value}
      onChange={(event) => onChange(ApprovalsView.safeParse(event.target.value).data)}
    >
      {ApprovalStatus.options.map((status) => (
        <option key={status} value={status}>
          {APPROVAL_STATUS_LABEL[status]}
        </option>
      ))}
      <option value="unknown">Fate unknown</option>
      <option value="all">All</option>
    </Select>
  )
}

function ApprovalRow({ approval }: { approval: Approval }) {
  return (
    <li className="relative grid grid-cols-1 gap-0.5 px-4 py-2.5 hover:bg-hover">
      <div className="flex items-baseline gap-3">
        <Link
          to="/approvals/$approvalId"
          params={{ approvalId: approval.id }}
          className="min-w-0 flex-1 truncate font-medium font-mono text-sm outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
        >
          {approval.tool}
        </Link>
        <RelativeTime at={approval.created_at} className="num shrink-0 text-ink-3 text-xs" />
      </div>
      <div className="flex items-center gap-3">
        <span className="min-w-0 flex-1 truncate text-ink-2 text-sm">
          {agentLabel(approval.agent_type)} · {approval.reasons.map((r) => r.text).join(' ')}
        </span>
        <ApprovalBadge approval={approval} />
      </div>
    </li>
  )
}
