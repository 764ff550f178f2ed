import { ApiError, type Execution } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { ChevronLeft, CircleStop, Columns2, History, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { NotFoundPage } from '../../app/page-error.tsx'
import { PageSkeleton } from '../../app/page-skeleton.tsx'
import { useCan } from '../../app/session.ts'
import { StoppedByCanary } from '../../records/canary-notice.tsx'
import { ExecutionBadge } from '../../ui/badges.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { agentLabel } from '../../ui/labels.ts'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { ProgressBar } from '../../ui/progress.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { StepTimeline } from '../../ui/step-timeline.tsx'
import { ExecutionFacts } from './execution-facts.tsx'
import { executionQuery, isFinal, useCancelExecution, useRerunExecution } from './executions.api.ts'
import { JsonBlock } from './json-block.tsx'
import { ReplayDialog } from './replay-dialog.tsx'
import { StepChart } from './step-chart.tsx'

const route = getRouteApi('/shell/executions/$executionId')

export function ExecutionPage() {
  const { executionId } = route.useParams()
  const { data, error, refetch } = useQuery(executionQuery(executionId))
  if (data) return <ExecutionView execution={data} />
  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  return <PageSkeleton />
}

function ExecutionView({ execution }: { execution: Execution }) {
  const { steps, error, progress, output_data, input_data } = execution
  return (
    <Page
      title={agentLabel(execution.agent_type)}
      above={
        <Link
          to="/executions"
          className="-ml-1 inline-flex items-center gap-0.5 text-ink-2 text-sm hover:text-accent"
        >
          <ChevronLeft aria-hidden className="size-4" />
          Executions
        </Link>
      }
      actions={
        <>
          <ExecutionBadge status={execution.status} />
          <ExecutionActions execution={execution} />
        </>
      }
    >
      <StoppedByCanary executionId={execution.id} />
      {error && <ExecutionFault error={error} />}
      {execution.status === 'waiting_approval' && (
        <Notice tone="info">
          It waits for a person.{' '}
          <Link to="/approvals" className="text-accent underline underline-offset-3">
            Open the approvals
          </Link>
        </Notice>
      )}
      {progress && !isFinal(execution) && (
        <div className="card grid gap-2 p-4">
          <p className="num">
            {progress.done} of {progress.total} {progress.unit}
          </p>
          <ProgressBar label="Progress" value={progress.done} max={progress.total} />
        </div>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]">
        <Card title="Steps" aside={<span className="num text-ink-3">{steps.length}</span>}>
          {steps.length > 0 ? (
            <div className="grid gap-5">
              <StepChart steps={steps} />
              <StepTimeline steps={steps} />
            </div>
          ) : (
            <p className="text-ink-2">
              {isFinal(execution) ? 'It ended before its first step.' : 'Waiting for its turn…'}
            </p>
          )}
        </Card>
        <div className="grid min-w-0 gap-4">
          <ExecutionFacts execution={execution} />
          <JsonBlock title="Input" value={input_data} />
          {output_data && <JsonBlock title="Output" value={output_data} />}
        </div>
      </div>
    </Page>
  )
}

function ExecutionFault({ error }: { error: NonNullable<Execution['error']> }) {
  return (
    <Notice tone="bad">
      <p className="font-medium">{error.message}</p>
      <p className="font-mono text-ink-2 text-xs">{error.code}</p>
      {error.errors && (
        <ul className="mt-2 grid max-h-48 gap-0.5 overflow-y-auto">
          {error.errors.map(({ path, message }) => (
            <li key={path + message}>
              <span className="font-mono text-xs">{path}</span> {message}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  )
}

function ExecutionActions({ execution }: { execution: Execution }) {
  const can = useCan()
  const navigate = useNavigate()
  const cancel = useCancelExecution(execution.id)
  const rerun = useRerunExecution(execution.id)
  const [replaying, setReplaying] = useState(false)
  if (!isFinal(execution)) {
    if (!can('executions:cancel')) return null
    return (
      <Button variant="danger" busy={cancel.isPending} onClick={() => cancel.mutate()}>
        <CircleStop aria-hidden />
        Cancel
      </Button>
    )
  }
  if (!can('leads:qualify')) return null
  const again = () =>
    rerun.mutate(undefined, {
      onSuccess: ({ id }) => {
        toast.success('The same input runs again, for real')
        void navigate({ to: '/executions/$executionId', params: { executionId: id } })
      },
    })
  return (
    <>
      {execution.replay && (
        <Link
          to="/executions/$executionId/compare"
          params={{ executionId: execution.id }}
          className={buttonClass()}
        >
          <Columns2 aria-hidden />
          Side by side
        </Link>
      )}
      <Button onClick={() => setReplaying(true)}>
        <History aria-hidden />
        Replay
      </Button>
      <Button busy={rerun.isPending} onClick={again}>
        <RotateCw aria-hidden />
        Run again
      </Button>
      <ReplayDialog execution={execution} open={replaying} onOpenChange={setReplaying} />
    </>
  )
}
