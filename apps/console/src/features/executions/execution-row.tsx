import {
  type Execution,
  LeadImportResult,
  LeadRescoringResult,
  LeadScore,
  type ListedExecution,
} from '@insa/contracts'
import { Link } from '@tanstack/react-router'
import { ActionLabel, ExecutionBadge, PriorityBadge } from '../../ui/badges.tsx'
import { formatDuration, formatNumber, formatScore } from '../../ui/format.ts'
import { agentLabel } from '../../ui/labels.ts'
import { ProgressBar } from '../../ui/progress.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'

/** One run: how it stands, what came of it, by whom and how long. */
export function ExecutionRow({ execution }: { execution: ListedExecution }) {
  const { id, agent_type, lead_title, status, engine, model, created_at } = execution
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-2.5 hover:bg-hover md:grid-cols-[9rem_minmax(11rem,20rem)_minmax(0,1fr)_7rem_5rem_5rem]">
      <span className="order-2 md:order-none">
        <ExecutionBadge status={status} />
      </span>
      <div className="min-w-0">
        <Link
          to="/executions/$executionId"
          params={{ executionId: id }}
          className="block truncate font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
        >
          {lead_title ?? agentLabel(agent_type)}
        </Link>
        {execution.replay && <span className="ml-2 text-ink-3 text-xs">replay</span>}
        <p className="truncate text-ink-3 text-xs">
          {lead_title && `${agentLabel(agent_type)} · `}by {execution.triggered_by}
          <span className="md:hidden">
            {' · '}
            <RelativeTime at={created_at} />
          </span>
        </p>
      </div>
      <div className="order-3 col-span-2 min-w-0 text-sm md:order-none md:col-span-1">
        <Outcome execution={execution} />
      </div>
      <span className="hidden truncate text-ink-2 text-sm md:block">{model ?? engine}</span>
      <span className="num hidden text-right text-ink-2 text-sm md:block">{took(execution)}</span>
      <RelativeTime at={created_at} className="num hidden text-right text-ink-3 text-sm md:block" />
    </li>
  )
}

function Outcome({
  execution: { status, progress, error, output_data, attempts },
}: {
  execution: Execution
}) {
  if (error) return <p className="truncate text-immediate">{error.message}</p>
  if (progress && status === 'running') {
    const words = `${formatNumber(progress.done)} of ${formatNumber(progress.total)} ${progress.unit}`
    return (
      <span className="grid max-w-64 gap-1">
        <span className="num text-xs">{words}</span>
        <ProgressBar label={words} value={progress.done} max={progress.total} />
      </span>
    )
  }
  const score = LeadScore.safeParse(output_data).data
  if (score) {
    return (
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="num font-semibold md:w-6 md:text-right">
          {formatScore(score.qualification_score)}
        </span>
        <PriorityBadge priority={score.priority} />
        <ActionLabel action={score.recommended_action} />
      </span>
    )
  }
  const imported = LeadImportResult.safeParse(output_data).data
  if (imported) return <span className="num">{formatNumber(imported.imported)} leads imported</span>
  const rescored = LeadRescoringResult.safeParse(output_data).data
  if (rescored)
    return (
      <span className="num">
        {formatNumber(rescored.changed)} of {formatNumber(rescored.leads)} leads moved
      </span>
    )
  return attempts > 1 ? <span className="text-ink-3">attempt {attempts}</span> : null
}

/** How long it ran; empty until it has ended. */
function took({ started_at, finished_at }: Execution): string {
  if (!started_at || !finished_at) return ''
  return formatDuration(Date.parse(finished_at) - Date.parse(started_at))
}
