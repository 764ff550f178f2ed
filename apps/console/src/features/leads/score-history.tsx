import type { LeadScore } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { UserPen } from 'lucide-react'
import { ActionLabel, PriorityBadge } from '../../ui/badges.tsx'
import { Card } from '../../ui/card.tsx'
import { formatScore } from '../../ui/format.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { ErrorState, SkeletonRows } from '../../ui/states.tsx'
import { scoresQuery } from './leads.api.ts'

/** Every score the lead has had, newest first, with what changed between one and the next. */
export function ScoreHistory({ leadId }: { leadId: string }) {
  const { data, error, refetch } = useQuery(scoresQuery(leadId))
  return (
    <Card title="History of scores" flush>
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <ol className="divide-y divide-line">
          {data.data.map((score, index) => (
            <HistoryRow
              key={score.execution_id + score.scored_at}
              score={score}
              former={data.data[index + 1]}
            />
          ))}
          {data.data.length === 0 && <li className="px-4 py-3 text-ink-2">Not scored yet.</li>}
        </ol>
      ) : (
        <SkeletonRows rows={2} label="Loading the history" />
      )}
    </Card>
  )
}

function HistoryRow({ score, former }: { score: LeadScore; former: LeadScore | undefined }) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 text-sm">
      <span className="num w-7 text-right font-semibold text-base">
        {formatScore(score.qualification_score)}
      </span>
      <Change from={former?.qualification_score} to={score.qualification_score} />
      <PriorityBadge priority={score.priority} />
      <ActionLabel action={score.recommended_action} />
      {score.override && (
        <span className="flex items-center gap-1 text-accent" title={score.override.reason}>
          <UserPen aria-hidden className="size-3.5" />
          overridden
        </span>
      )}
      <span className="ml-auto flex gap-3 text-ink-3">
        {score.engine}
        <Link
          to="/executions/$executionId"
          params={{ executionId: score.execution_id }}
          className="underline decoration-edge underline-offset-3 hover:text-accent"
        >
          <RelativeTime at={score.scored_at} />
        </Link>
      </span>
    </li>
  )
}

function Change({ from, to }: { from: number | undefined; to: number }) {
  if (from === undefined) return <span className="w-8 text-ink-3 text-xs">first</span>
  const change = Math.round(to) - Math.round(from)
  if (change === 0) return <span className="w-8 text-ink-3 text-xs">same</span>
  return (
    <span className={`num w-8 font-medium text-xs ${change > 0 ? 'text-good' : 'text-immediate'}`}>
      {change > 0 ? `+${change}` : `−${-change}`}
    </span>
  )
}
