import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Coins } from 'lucide-react'
import { useCan } from '../../app/session.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { CostFigures } from './cost-figures.tsx'
import { CostTable } from './cost-table.tsx'
import { costsByDayQuery, costsByGroupQuery } from './costs.api.ts'
import { DEFAULT_SPAN, SPANS } from './costs.search.ts'
import { CostsByDay } from './costs-by-day.tsx'

const route = getRouteApi('/shell/costs')

export function CostsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const can = useCan()
  const { data, error, refetch } = useQuery(costsByDayQuery(search))
  const groups = useQuery(costsByGroupQuery(search))
  const { days = DEFAULT_SPAN, by = 'agent' } = search
  return (
    <Page
      title="Costs"
      lead="What models cost, call by call. Days are UTC."
      actions={
        <>
          <SpanChoice
            value={days}
            onChange={(span) =>
              void navigate({ search: (former) => ({ ...former, days: span }), replace: true })
            }
          />
          {can('settings:read') && (
            <Link to="/settings/budgets" className={buttonClass()}>
              <Coins aria-hidden />
              Budgets
            </Link>
          )}
        </>
      }
    >
      {!data && error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <CostsSkeleton />}
      {data && (
        <>
          <CostFigures costs={data} />
          <Reckoned lost={data.totals.lost_calls} estimated={data.totals.estimated_calls} />
          {data.totals.calls === 0 ? (
            <div className="card">
              <EmptyState icon={Coins} title="No model was asked in this time">
                The baseline judges without a model and costs nothing. Each call of a model appears
                here as soon as it has ended.
              </EmptyState>
            </div>
          ) : (
            <>
              <Card title="Cost by day">
                <CostsByDay days={data.data} />
              </Card>
              <CostTable
                costs={groups.data}
                by={by}
                onChoose={(group) =>
                  void navigate({ search: (former) => ({ ...former, by: group }), replace: true })
                }
              />
            </>
          )}
        </>
      )}
    </Page>
  )
}

interface SpanChoiceProps {
  value: number
  onChange: (span: (typeof SPANS)[number]) => void
}

function SpanChoice({ value, onChange }: SpanChoiceProps) {
  return (
    <fieldset className="flex rounded-lg border border-edge/60 bg-surface p-0.5">
      <legend className="sr-only">Look back over</legend>
      {SPANS.map((span) => (
        <button
          key={span}
          type="button"
          aria-pressed={span === value}
          onClick={() => onChange(span)}
          className="h-[1.875rem] rounded-md px-3 text-ink-2 text-sm hover:text-ink aria-pressed:bg-accent-soft aria-pressed:font-semibold aria-pressed:text-accent"
        >
          {span} days
        </button>
      ))}
    </fieldset>
  )
}

/** Numbers that are not the API's own are named as such. */
function Reckoned({ lost, estimated }: { lost: number; estimated: number }) {
  if (lost === 0 && estimated === 0) return null
  return (
    <Notice tone="info">
      {lost > 0 &&
        `${lost} ${lost === 1 ? 'call has' : 'calls have'} an end that nobody knows, because the process died: booked as if they had cost all that they could. `}
      {estimated > 0 &&
        `${estimated} ${estimated === 1 ? 'call was' : 'calls were'} cut before the model told its numbers: reckoned from what was sent and received.`}
    </Notice>
  )
}

function CostsSkeleton() {
  return (
    <div role="status" className="grid gap-4">
      <span className="sr-only">Loading the costs</span>
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
