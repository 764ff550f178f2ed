import type { AuditEntry } from '@insa/contracts'
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ChevronRight, ScrollText, SearchX } from 'lucide-react'
import { client } from '../../app/client.ts'
import { keys } from '../../live/query-keys.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Page } from '../../ui/page.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx'
import type { AuditSearch } from './audit.search.ts'

/** Rows fetched at a time. */
const PAGE_SIZE = 100

const auditQuery = (search: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: [...keys.audit, search],
    queryFn: ({ pageParam, signal }) =>
      client.audit.list({ ...search, limit: PAGE_SIZE, cursor: pageParam }, { signal }),
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
  const change = (patch: Partial<AuditSearch>) =>
    void navigate({ search: (former) => ({ ...former, ...patch }), replace: true })
  const filtered = search.action !== undefined || search.subject_id !== undefined
  return (
    <Page title="Audit trail" lead="Who did what, when. Entries are added and never changed.">
      <div className="flex flex-wrap items-end gap-2">
        <Filter
          label="Action"
          placeholder="score.overridden"
          value={search.action}
          onApply={(action) => change({ action })}
        />
        <Filter
          label="Subject"
          placeholder="id of a lead, key, member"
          value={search.subject_id}
          onApply={(subject_id) => change({ subject_id })}
        />
        {filtered && (
          <Button variant="ghost" onClick={() => void navigate({ search: {}, replace: true })}>
            Clear
          </Button>
        )}
      </div>
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

interface FilterProps {
  label: string
  placeholder: string
  value: string | undefined
  onApply: (value: string | undefined) => void
}

/** Takes effect on Enter or when it is left. */
function Filter({ label, placeholder, value, onApply }: FilterProps) {
  const apply = (text: string) => {
    if (text.trim() !== (value ?? '')) onApply(text.trim() || undefined)
  }
  return (
    <Field label={label} className="w-64 max-w-full">
      {(control) => (
        <Input
          {...control}
          key={value}
          defaultValue={value}
          placeholder={placeholder}
          onBlur={(event) => apply(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && apply(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}

function AuditRow({ entry }: { entry: AuditEntry }) {
  const details = JSON.stringify(entry.details, null, 2)
  return (
    <li>
      <details className="group">
        <summary className="grid list-none grid-cols-[1rem_minmax(0,1fr)_auto] items-baseline gap-x-3 px-4 py-2 hover:bg-hover md:grid-cols-[1rem_14rem_minmax(0,1fr)_minmax(0,1fr)_6rem] [&::-webkit-details-marker]:hidden">
          <ChevronRight
            aria-hidden
            className="size-3.5 self-center text-ink-3 transition-transform group-open:rotate-90"
          />
          <span className="truncate font-medium font-mono text-xs">{entry.action}</span>
          <span className="order-4 col-start-2 truncate text-ink-2 text-sm md:order-none md:col-start-auto">
            {entry.actor}
          </span>
          <span className="hidden truncate text-ink-3 text-sm md:block">
            {[entry.subject_type, entry.subject_id].filter(Boolean).join(' ')}
          </span>
          <RelativeTime at={entry.at} className="num text-right text-ink-3 text-sm" />
        </summary>
        <div className="grid gap-2 border-line border-t bg-sunken px-4 py-3 pl-11 text-sm">
          <Subject entry={entry} />
          <ScrollRegion label="Details" className="overflow-x-auto">
            <pre className="font-mono text-xs">{details}</pre>
          </ScrollRegion>
          <p className="font-mono text-ink-3 text-xs">correlation {entry.correlation_id}</p>
        </div>
      </details>
    </li>
  )
}

function Subject({ entry: { subject_type, subject_id, execution_id } }: { entry: AuditEntry }) {
  const look = 'text-accent underline underline-offset-3'
  return (
    <p className="flex flex-wrap gap-4">
      {subject_type === 'lead' && subject_id && (
        <Link to="/leads/$leadId" params={{ leadId: subject_id }} className={look}>
          Open the lead
        </Link>
      )}
      {execution_id && (
        <Link to="/executions/$executionId" params={{ executionId: execution_id }} className={look}>
          Open the execution
        </Link>
      )}
      {subject_id && (
        <Link to="/audit" search={{ subject_id }} className={look}>
          All about this subject
        </Link>
      )}
    </p>
  )
}
