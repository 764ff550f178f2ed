import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { ScrollText, SearchX } from 'lucide-react'
import { client } from '../../app/client.ts'
import { keys } from '../../live/query-keys.ts'
import { LoadMore } from '../../ui/load-more.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx'
import { type AuditSearch, isFiltered, toQuery } from './audit.search.ts'
import { AuditRow } from './audit-entry.tsx'
import { AuditFilters } from './audit-filters.tsx'
import { ProofButtons } from './proof-buttons.tsx'

/** Rows fetched at a time. */
const PAGE_SIZE = 100

const auditQuery = (search: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: [...keys.audit, search],
    queryFn: ({ pageParam, signal }) =>
      client.audit.list({ ...toQuery(search), limit: PAGE_SIZE, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (previous) => previous,
  })

const route = getRouteApi('/shell/audit')

export function AuditPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const list = useInfiniteQuery(auditQuery(search))
  const entries = list.data?.pages.flatMap((page) => page.data) ?? []
  const filtered = isFiltered(search)
  return (
    <Page
      title="Audit trail"
      lead="Who did what, when. Entries are added, chained and never changed; insa audit verify checks an export."
      actions={<ProofButtons />}
    >
      <AuditFilters
        search={search}
        onChange={(patch) =>
          void navigate({ search: (former) => ({ ...former, ...patch }), replace: true })
        }
        onClear={() => void navigate({ search: {}, replace: true })}
      />
      <div className="card overflow-hidden">
        {list.isPending ? (
          <SkeletonRows rows={12} label="Loading the audit trail" />
        ) : list.isError && entries.length === 0 ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : entries.length === 0 ? (
          <EmptyState
            icon={filtered ? SearchX : ScrollText}
            title={filtered ? 'No entry matches' : 'Nothing has happened yet'}
          />
        ) : (
          <ul className="divide-y divide-line">
            {entries.map((entry) => (
              <AuditRow key={entry.id} entry={entry} />
            ))}
          </ul>
        )}
      </div>
      <LoadMore shown={entries.length} noun={['entry', 'entries']} list={list} />
    </Page>
  )
}
