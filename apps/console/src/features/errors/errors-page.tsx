import { type ErrorGroup, ErrorSort, ErrorStatus } from '@insa/contracts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import { Pill } from '../../ui/badges.tsx'
import { Select } from '../../ui/field.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Page } from '../../ui/page.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx'
import { errorListQuery } from './errors.api.ts'
import { ErrorsSearch } from './errors.search.ts'
import { ORIGIN_LABEL, STATUS_LABEL, STATUS_TONE } from './labels.ts'
import { Sparkline } from './sparkline.tsx'

const route = getRouteApi('/shell/errors')

const SORT_LABEL: Record<ErrorSort, string> = {
  '-last_seen_at': 'Last seen first',
  '-count': 'Most often first',
}

export function ErrorsPage() {
  const search = route.useSearch()
  const list = useInfiniteQuery(errorListQuery(search))
  const errors = list.data?.pages.flatMap((page) => page.data) ?? []
  return (
    <Page
      title="Errors"
      lead="What nobody expected, of the server and of this console, the same in one row. They are the site’s: its first organization has them."
      actions={<Filters search={search} />}
    >
      <div className="card overflow-hidden">
        {list.isPending ? (
          <SkeletonRows rows={4} label="Loading the errors" />
        ) : list.isError && errors.length === 0 ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : errors.length === 0 ? (
          <EmptyState icon={CircleCheck} title="No such error">
            What fails in answering requests, in agents’ runs, in work behind the scenes and in the
            browser is kept here, without what it says of people.
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {errors.map((error) => (
              <ErrorRow key={error.id} error={error} />
            ))}
          </ul>
        )}
      </div>
      <LoadMore shown={errors.length} noun={['error', 'errors']} list={list} />
    </Page>
  )
}

function Filters({ search }: { search: ErrorsSearch }) {
  const navigate = route.useNavigate()
  const change = (changed: Record<string, string>) =>
    void navigate({ search: ErrorsSearch.parse({ ...search, ...changed }), replace: true })
  return (
    <>
      <Select
        aria-label="Status"
        className="w-36"
        value={search.status ?? 'open'}
        onChange={(event) => change({ status: event.target.value })}
      >
        {ErrorStatus.options.map((option) => (
          <option key={option} value={option}>
            {STATUS_LABEL[option]}
          </option>
        ))}
        <option value="all">All</option>
      </Select>
      <Select
        aria-label="Order"
        className="w-44"
        value={search.sort ?? '-last_seen_at'}
        onChange={(event) => change({ sort: event.target.value })}
      >
        {ErrorSort.options.map((option) => (
          <option key={option} value={option}>
            {SORT_LABEL[option]}
          </option>
        ))}
      </Select>
    </>
  )
}

function ErrorRow({ error }: { error: ErrorGroup }) {
  return (
    <li className="relative grid gap-2 px-4 py-3 hover:bg-hover sm:grid-cols-[minmax(0,1fr)_9rem_6rem] sm:items-center sm:gap-4">
      <div className="grid min-w-0 gap-1">
        <p className="flex min-w-0 items-center gap-2">
          <Link
            to="/errors/$errorId"
            params={{ errorId: error.id }}
            className="min-w-0 truncate font-medium after:absolute after:inset-0"
          >
            {error.type}
          </Link>
          {error.status !== 'open' && (
            <Pill tone={STATUS_TONE[error.status]}>{STATUS_LABEL[error.status]}</Pill>
          )}
          {error.reopened_at && <Pill tone="warn">Again</Pill>}
        </p>
        <p className="line-clamp-2 break-words text-ink-2 text-sm">{error.message}</p>
        <p className="flex min-w-0 flex-wrap gap-x-3 gap-y-1 text-ink-3 text-xs">
          <span>{ORIGIN_LABEL[error.origin]}</span>
          <span className="min-w-0 break-all font-mono">{error.where}</span>
        </p>
      </div>
      <Sparkline hours={error.hours} className="h-6 w-36" />
      <p className="flex gap-2 text-sm sm:grid sm:justify-items-end sm:gap-0">
        <span className="num font-medium">{error.count.toLocaleString('en')}×</span>
        <RelativeTime at={error.last_seen_at} className="text-ink-3 text-xs" />
      </p>
    </li>
  )
}
