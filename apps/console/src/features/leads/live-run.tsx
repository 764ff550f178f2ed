import { type Execution, FINAL_STATUSES } from '@insa/contracts'
import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { useEffect } from 'react'
import { keys } from '../../live/query-keys.ts'
import { ExecutionBadge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { formatDuration } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { StepTimeline } from '../../ui/step-timeline.tsx'
import { executionQuery } from './leads.api.ts'

/** Milliseconds between looks at a run, for the moments in which no event comes through. */
const LOOK_MS = 1500

const isOver = (execution: Execution | undefined) =>
  execution !== undefined && FINAL_STATUSES.includes(execution.status)

interface LiveRunProps {
  executionId: string
  leadId: string
  onClose?: () => void
}

/** A qualification while it happens: each step as the server reports it, then the time it took. */
export function LiveRun({ executionId, leadId, onClose }: LiveRunProps) {
  const queryClient = useQueryClient()
  const { data: execution } = useQuery({
    ...executionQuery(executionId),
    refetchInterval: (query) => (isOver(query.state.data) ? false : LOOK_MS),
  })
  const over = isOver(execution)
  const { data: activity } = useQuery<string>({
    queryKey: keys.activity(executionId),
    queryFn: skipToken,
  })
  useEffect(() => {
    if (over) void queryClient.invalidateQueries({ queryKey: keys.lead(leadId) })
  }, [over, queryClient, leadId])
  return (
    <section aria-label="Qualification" className="card grid gap-3 border-accent/50 p-4">
      <header className="flex flex-wrap items-center gap-3">
        <h2 className="font-semibold">Qualification</h2>
        {execution && <ExecutionBadge status={execution.status} />}
        <Took execution={execution} />
        <span className="ml-auto flex items-center gap-1">
          <Link
            to="/executions/$executionId"
            params={{ executionId }}
            className="text-accent text-sm underline underline-offset-3"
          >
            Open the execution
          </Link>
          {over && onClose && (
            <Button variant="ghost" size="icon" aria-label="Close" onClick={onClose}>
              <X aria-hidden />
            </Button>
          )}
        </span>
      </header>
      {execution?.error && <Notice tone="bad">{execution.error.message}</Notice>}
      {execution && execution.steps.length > 0 ? (
        <StepTimeline steps={execution.steps} dense />
      ) : (
        !over && <Skeleton className="w-64" />
      )}
      {!over && activity && (
        <p role="status" className="text-ink-2 text-sm">
          {activity}
        </p>
      )}
    </section>
  )
}

function Took({ execution }: { execution: Execution | undefined }) {
  if (!execution?.started_at || !execution.finished_at) return null
  const ms = Date.parse(execution.finished_at) - Date.parse(execution.started_at)
  return <span className="num text-ink-2 text-sm">in {formatDuration(ms)}</span>
}
