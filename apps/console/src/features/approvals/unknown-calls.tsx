import type { ToolCallRecord } from '@insa/contracts'
import { Link } from '@tanstack/react-router'
import { CircleHelp } from 'lucide-react'
import { agentLabel } from '../../ui/labels.ts'
import { LoadMore, type LoadMoreList } from '../../ui/load-more.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx'

interface UnknownCallsProps {
  list: LoadMoreList & {
    data: { pages: { data: ToolCallRecord[] }[] } | undefined
    isPending: boolean
    error: Error | null
    refetch: () => unknown
  }
}

/** Calls that were cut off or got no answer, approved or not: somebody looks, and says what happened. */
export function UnknownCalls({ list }: UnknownCallsProps) {
  const calls = list.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <>
      <div className="card overflow-hidden">
        {list.isPending ? (
          <SkeletonRows rows={3} label="Loading what is unknown" />
        ) : list.error && calls.length === 0 ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : calls.length === 0 ? (
          <EmptyState icon={CircleHelp} title="Nothing is unknown">
            When the program is interrupted while an agent does something, or no answer comes, it is
            not done again. It waits here until somebody has looked.
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {calls.map((call) => (
              <CallRow key={call.id} call={call} />
            ))}
          </ul>
        )}
      </div>
      <LoadMore shown={calls.length} noun={['call', 'calls']} list={list} />
    </>
  )
}

function CallRow({ call }: { call: ToolCallRecord }) {
  return (
    <li className="relative grid grid-cols-1 gap-0.5 px-4 py-2.5 hover:bg-hover">
      <div className="flex items-baseline gap-3">
        <Link
          to="/approvals/calls/$callId"
          params={{ callId: call.id }}
          className="min-w-0 flex-1 truncate font-medium font-mono text-sm outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
        >
          {call.tool}
        </Link>
        <RelativeTime at={call.started_at} className="num shrink-0 text-ink-3 text-xs" />
      </div>
      <span className="truncate text-ink-2 text-sm">
        {agentLabel(call.agent_type)} · {call.message}
      </span>
    </li>
  )
}
