import { ExecutionStatus } from '@insa/contracts'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ListChecks, SearchX } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { EXECUTION_STATUS_LABEL } from '../../ui/labels.ts'
import { LoadMore } from '../../ui/load-more.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx'
import { ExecutionRow } from './execution-row.tsx'
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
          <ul className="divide-y divide-line">
            {executions.map((execution) => (
              <ExecutionRow key={execution.id} execution={execution} />
            ))}
          </ul>
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
      <Field label="Status" className="min-w-0 flex-1 sm:w-44 sm:flex-none">
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
      <Field label="Agent" className="min-w-0 flex-1 sm:w-48 sm:flex-none">
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
