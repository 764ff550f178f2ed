import { ApiError, type ErrorGroupDetail, type ErrorStatus } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ChevronLeft, CircleCheck, EyeOff, RotateCcw } from 'lucide-react'
import type { ReactNode } from 'react'
import { NotFoundPage } from '../../app/page-error.tsx'
import { PageSkeleton } from '../../app/page-skeleton.tsx'
import { useCan } from '../../app/session.ts'
import { Pill } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Page } from '../../ui/page.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { errorQuery, useDecideError } from './errors.api.ts'
import { ORIGIN_LABEL, STATUS_LABEL, STATUS_TONE } from './labels.ts'
import { Sparkline } from './sparkline.tsx'
import { Stack } from './stack.tsx'

const route = getRouteApi('/shell/errors/$errorId')

export function ErrorPage() {
  const { errorId } = route.useParams()
  const { data, error, refetch } = useQuery(errorQuery(errorId))
  if (data) return <ErrorView error={data} />
  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  return <PageSkeleton />
}

function ErrorView({ error }: { error: ErrorGroupDetail }) {
  return (
    <Page
      title={error.type}
      lead={error.message}
      above={
        <Link
          to="/errors"
          className="-ml-1 inline-flex items-center gap-0.5 text-ink-2 text-sm hover:text-accent"
        >
          <ChevronLeft aria-hidden className="size-4" />
          Errors
        </Link>
      }
      actions={
        <>
          <Pill tone={STATUS_TONE[error.status]}>{STATUS_LABEL[error.status]}</Pill>
          <Decide error={error} />
        </>
      }
    >
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,7fr)_minmax(0,4fr)]">
        <Card title="Stack" aside={<span className="text-ink-3">of the last one</span>}>
          <Stack chain={error.sample.chain} />
        </Card>
        <div className="grid min-w-0 gap-4">
          <Card title="The last 24 hours">
            <Sparkline hours={error.hours} className="h-16 w-full" />
          </Card>
          <Facts error={error} />
        </div>
      </div>
    </Page>
  )
}

const DECISIONS: Record<'resolved' | 'ignored' | 'open', { label: string; icon: typeof EyeOff }> = {
  resolved: { label: 'Resolve', icon: CircleCheck },
  ignored: { label: 'Ignore', icon: EyeOff },
  open: { label: 'Reopen', icon: RotateCcw },
}
const OFFERED: Record<ErrorStatus, readonly ErrorStatus[]> = {
  open: ['resolved', 'ignored'],
  resolved: ['open'],
  ignored: ['open'],
}

function Decide({ error }: { error: ErrorGroupDetail }) {
  const allowed = useCan()('errors:manage')
  const decide = useDecideError(error.id)
  if (!allowed) return null
  return OFFERED[error.status].map((status) => {
    const { label, icon: Icon } = DECISIONS[status]
    const busy = decide.isPending && decide.variables === status
    return (
      <Button key={status} busy={busy} onClick={() => decide.mutate(status)}>
        <Icon aria-hidden />
        {label}
      </Button>
    )
  })
}

function Facts({ error }: { error: ErrorGroupDetail }) {
  const { sample } = error
  return (
    <Card title="Facts">
      <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3 gap-y-2 text-sm">
        <Fact name="Where">
          <span className="break-all font-mono text-xs">{error.where}</span>
        </Fact>
        <Fact name="Kind">{ORIGIN_LABEL[error.origin]}</Fact>
        <Fact name="What failed">{sample.what}</Fact>
        <Fact name="Times">
          <span className="num">{error.count.toLocaleString('en')}</span>
        </Fact>
        <Fact name="First seen">
          <RelativeTime at={error.first_seen_at} />
        </Fact>
        <Fact name="Last seen">
          <RelativeTime at={error.last_seen_at} />
        </Fact>
        <Fact name="Versions">{error.versions.join(', ')}</Fact>
        <Fact name="Processes">{error.processes.join(', ')}</Fact>
        {sample.trace_id && (
          <Fact name="Trace">
            <span className="break-all font-mono text-xs">{sample.trace_id}</span>
          </Fact>
        )}
        {sample.execution_id && (
          <Fact name="Execution">
            <span className="break-all font-mono text-xs">{sample.execution_id}</span>
          </Fact>
        )}
        {error.decided_by && error.decided_at && (
          <Fact name={STATUS_LABEL[error.status]}>
            {error.decided_by.replace(/^\w+:/, '')}, <RelativeTime at={error.decided_at} />
          </Fact>
        )}
        {error.reopened_at && (
          <Fact name="Again">
            after it was resolved, <RelativeTime at={error.reopened_at} />
          </Fact>
        )}
      </dl>
    </Card>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  )
}
