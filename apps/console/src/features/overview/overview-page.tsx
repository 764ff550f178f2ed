import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { client } from '../../app/client.ts'
import { useCan } from '../../app/session.ts'
import { keys } from '../../live/query-keys.ts'
import { Page } from '../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { DEFAULT_SPAN, SPANS } from './overview.search.ts'
import { OverviewView } from './overview-view.tsx'
import { PipelineCards } from './pipeline-cards.tsx'

const route = getRouteApi('/shell/overview')

export function OverviewPage() {
  const { days = DEFAULT_SPAN } = route.useSearch()
  const navigate = route.useNavigate()
  const { data, error, refetch } = useQuery({
    queryKey: keys.overviewOf(days),
    queryFn: ({ signal }) => client.overview({ days }, { signal }),
    placeholderData: (previous) => previous,
  })
  const can = useCan()
  const pipeline = useQuery({
    queryKey: keys.pipeline({ days }),
    queryFn: ({ signal }) => client.opportunities.pipeline({ days }, { signal }),
    placeholderData: (previous) => previous,
    enabled: can('opportunities:read'),
  })
  return (
    <Page
      title="Overview"
      actions={
        <fieldset className="flex rounded-lg border border-edge/60 bg-surface p-0.5">
          <legend className="sr-only">Look back over</legend>
          {SPANS.map((span) => (
            <button
              key={span}
              type="button"
              aria-pressed={span === days}
              onClick={() => void navigate({ search: { days: span }, replace: true })}
              className="h-[1.875rem] rounded-md px-3 text-ink-2 text-sm hover:text-ink aria-pressed:bg-accent-soft aria-pressed:font-semibold aria-pressed:text-accent"
            >
              {span} days
            </button>
          ))}
        </fieldset>
      }
    >
      {data ? (
        <>
          <OverviewView overview={data} />
          {pipeline.data && <PipelineCards pipeline={pipeline.data} />}
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <OverviewSkeleton />
      )}
    </Page>
  )
}

function OverviewSkeleton() {
  return (
    <div role="status" className="grid gap-4">
      <span className="sr-only">Loading the overview</span>
      <div className="grid grid-cols-2 gap-4 lg:grid-cols-4">
        <Skeleton className="h-24" />
        <Skeleton className="h-24" />
        <Skeleton className="h-24" />
        <Skeleton className="h-24" />
      </div>
      <Skeleton className="h-72" />
    </div>
  )
}
