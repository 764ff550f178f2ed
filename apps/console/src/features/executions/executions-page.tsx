import { type Execution, ExecutionStatus } from '@insa/contracts'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ListChecks, SearchX } from 'lucide-react'
import { ExecutionBadge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { formatDuration } from '../../ui/format.ts'
import { agentLabel, EXECUTION_STATUS_LABEL } from '../../ui/labels.ts'
import { LoadMore } from '../../ui/load-more.tsx'
import { Page } from '../../ui/page.tsx'
import { ProgressBar } from '../../ui/progress.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx'
import { agentsQuery, executionListQuery } from './executions.api.ts'
import type { ExecutionsSearch } from './executions.search.ts'

const route = getRouteApi('/shell/executions')

export function ExecutionsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const list = useInfiniteQuery(executionListQuery(search))
  const executions = list.data?.pages.flatMap((page) => page.data) ?? []
  const change = (patch: Partial<ExecutionsSearch>) =>
    void navigate({ search: (former) => ({ ...former, ...patch }), replace: true })
  return (
    <Page title="Executions" lead="Every run of an agent, with each of its steps.">
      <ExecutionFilters search={search} onChange={change} />
      <div className="card overflow-hidden">
        {list.isPending ? (
          <SkeletonRows rows={10} label="Loading the executions" />
        ) : list.isError && executions.length === 0 ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : executions.length === 0 ? (
          <NoExecutions
            search={search}
            onClear={() => void navigate({ search: {}, replace: true })}
          />
        ) : (
          <ExecutionTable executions={executions} />
        )}
      </div>
      <LoadMore shown={executions.length} noun={['execution', 'executions']} list={list} />
    </Page>
  )
}

interface FiltersProps {
  search: ExecutionsSearch
  onChange: (patch: Partial<ExecutionsSearch>) => void
}

function ExecutionFilters({ search, onChange }: FiltersProps) {
  const agents = useQuery(agentsQuery)
  const status = (value: string) => ExecutionStatus.safeParse(value).data
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Field label="Status" className="w-44">
        {(control) => (
          <Select
            {...control}
            value={search.status ?? ''}
            onChange={(event) => onChange({ status: status(event.target.value) })}
          >
            <option value="">Any</option>
            {ExecutionStatus.options.map((value) => (
              <option key={value} value={value}>
                {EXECUTION_STATUS_LABEL[value]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Agent" className="w-48">
        {(control) => (
          <Select
            {...control}
            value={search.agent_type ?? ''}
            onChange={(event) => onChange({ agent_type: event.target.value || undefined })}
          >
            <option value="">Any</option>
            {agents.data?.data.map(({ type, title }) => (
              <option key={type} value={type}>
                {title}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {search.lead_id && (
        <Button variant="ghost" onClick={() => onChange({ lead_id: undefined })}>
          Of all leads
        </Button>
      )}
    </div>
  )
}

interface NoExecutionsProps {
  search: ExecutionsSearch
  onClear: () => void
}

function NoExecutions({ search, onClear }: NoExecutionsProps) {
  if (Object.values(search).some((value) => value !== undefined)) {
    return (
      <EmptyState
        icon={SearchX}
        title="No execution matches"
        actions={<Button onClick={onClear}>Clear the filters</Button>}
      />
    )
  }
  return (
    <EmptyState icon={ListChecks} title="Nothing has run yet">
      Qualify a lead or import some: each run appears here with its steps.
    </EmptyState>
  )
}

function ExecutionTable({ executions }: { executions: readonly Execution[] }) {
  return (
    <ul className="divide-y divide-line">
      {executions.map((execution) => (
        <ExecutionRow key={execution.id} execution={execution} />
      ))}
    </ul>
  )
}

function ExecutionRow({ execution }: { execution: Execution }) {
  const { id, agent_type, status, engine, model, created_at, progress, error, attempts } = execution
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-2.5 hover:bg-hover md:grid-cols-[10rem_minmax(0,1fr)_9rem_6rem_6rem]">
      <span className="order-2 md:order-none">
        <ExecutionBadge status={status} />
      </span>
      <div className="min-w-0">
        <Link
          to="/executions/$executionId"
          params={{ executionId: id }}
          className="font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
        >
          {agentLabel(agent_type)}
        </Link>
        <p className="truncate text-ink-3 text-sm">
          {error?.message ??
            (attempts > 1 ? `attempt ${attempts}` : `by ${execution.triggered_by}`)}
        </p>
        {progress && status === 'running' && (
          <ProgressBar
            label={`${progress.done} of ${progress.total} ${progress.unit}`}
            value={progress.done}
            max={progress.total}
          />
        )}
      </div>
      <span className="hidden truncate text-ink-2 text-sm md:block">{model ?? engine}</span>
      <span className="num order-4 text-right text-ink-2 text-sm md:order-none">
        {took(execution)}
      </span>
      <RelativeTime
        at={created_at}
        className="num order-3 text-ink-3 text-sm md:order-none md:text-right"
      />
    </li>
  )
}

/** How long it ran; empty until it has ended. */
function took({ started_at, finished_at }: Execution): string {
  if (!started_at || !finished_at) return ''
  return formatDuration(Date.parse(finished_at) - Date.parse(started_at))
}
