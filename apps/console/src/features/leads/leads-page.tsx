import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { FileUp, Gauge, Layers, Plus, SearchX, Users } from 'lucide-react'
import { useState } from 'react'
import { useCan } from '../../app/session.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx'
import { LeadCards } from './lead-cards.tsx'
import { leadListQuery } from './leads.api.ts'
import { hasFilters, type LeadsSearch } from './leads.search.ts'
import { LeadsTable } from './leads-table.tsx'
import { LeadsToolbar } from './leads-toolbar.tsx'
import { QualifyManyDialog } from './qualify-many-dialog.tsx'
import { RunningBatch } from './running-batch.tsx'
import { useRowKeys } from './use-row-keys.ts'

const route = getRouteApi('/shell/leads')

export function LeadsPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const can = useCan()
  const [qualifying, setQualifying] = useState(false)
  const list = useInfiniteQuery(leadListQuery(search))
  const leads = list.data?.pages.flatMap((page) => page.data) ?? []
  const change = (patch: Partial<LeadsSearch>) =>
    void navigate({ search: (former) => ({ ...former, ...patch }), replace: true })
  const clear = () => void navigate({ search: { sort: search.sort }, replace: true })
  useRowKeys({ onEnd: () => list.hasNextPage && void list.fetchNextPage() })
  return (
    <Page
      title="Leads"
      actions={
        <>
          {can('executions:read') && (
            <Link to="/leads/batches" className={buttonClass({ variant: 'ghost' })}>
              <Layers aria-hidden />
              Batches
            </Link>
          )}
          {can('leads:qualify') && (
            <Button onClick={() => setQualifying(true)}>
              <Gauge aria-hidden />
              Qualify many…
            </Button>
          )}
          {can('leads:import') && (
            <Link to="/import" className={buttonClass()}>
              <FileUp aria-hidden />
              Import
            </Link>
          )}
          {can('leads:write') && (
            <Link to="/leads/new" className={buttonClass({ variant: 'primary' })}>
              <Plus aria-hidden />
              New lead
            </Link>
          )}
        </>
      }
    >
      {can('executions:read') && <RunningBatch />}
      <QualifyManyDialog search={search} open={qualifying} onOpenChange={setQualifying} />
      <LeadsToolbar search={search} onChange={change} onClear={clear} />
      <div className="card overflow-hidden">
        {list.isPending ? (
          <SkeletonRows rows={12} label="Loading the leads" />
        ) : list.isError && leads.length === 0 ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : leads.length === 0 ? (
          <NoLeads filtered={hasFilters(search)} onClear={clear} />
        ) : (
          <div
            aria-busy={list.isPlaceholderData}
            className="transition-opacity aria-busy:opacity-60"
          >
            <LeadsTable leads={leads} search={search} onSort={(sort) => change({ sort })} />
            <LeadCards leads={leads} />
          </div>
        )}
      </div>
      <LoadMore shown={leads.length} noun={['lead', 'leads']} list={list} />
    </Page>
  )
}

function NoLeads({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const can = useCan()
  if (filtered) {
    return (
      <EmptyState
        icon={SearchX}
        title="No lead matches"
        actions={<Button onClick={onClear}>Clear search and filters</Button>}
      >
        Search looks at names, companies, addresses and messages.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={Users}
      title="No leads yet"
      actions={
        <>
          {can('leads:import') && (
            <Link to="/import" className={buttonClass({ variant: 'primary' })}>
              <FileUp aria-hidden />
              Import a CSV
            </Link>
          )}
          {can('leads:write') && (
            <Link to="/leads/new" className={buttonClass()}>
              <Plus aria-hidden />
              Write one
            </Link>
          )}
        </>
      }
    >
      Bring in what is waiting in your mailbox or spreadsheet. Each lead is scored as it comes in,
      with the words the score rests on.
    </EmptyState>
  )
}
