import { MailStatus, type OutgoingMail } from '@insa/contracts'
import {
  infiniteQueryOptions,
  queryOptions,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ChevronLeft, Mail, MailOpen } from 'lucide-react'
import { client } from '../../app/client.ts'
import { keys } from '../../live/query-keys.ts'
import { MailBadge } from '../../ui/badges.tsx'
import { cn } from '../../ui/cn.ts'
import { Select } from '../../ui/field.tsx'
import { MAIL_STATUS_LABEL } from '../../ui/labels.ts'
import { LoadMore } from '../../ui/load-more.tsx'
import { Page } from '../../ui/page.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { EmptyState, ErrorState, Skeleton, SkeletonRows } from '../../ui/states.tsx'
import type { MailSearch } from './mail.search.ts'
import { MailView } from './mail-view.tsx'

/** Rows fetched at a time. */
const PAGE_SIZE = 50

const mailListQuery = (status: MailStatus | undefined) =>
  infiniteQueryOptions({
    queryKey: [...keys.mail, 'list', status ?? 'any'],
    queryFn: ({ pageParam, signal }) =>
      client.mail.list({ status, limit: PAGE_SIZE, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (previous) => previous,
  })

const mailQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.mail, 'one', id],
    queryFn: ({ signal }) => client.mail.get(id, { signal }),
  })

const route = getRouteApi('/shell/mail')

export function MailPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const list = useInfiniteQuery(mailListQuery(search.status))
  const mails = list.data?.pages.flatMap((page) => page.data) ?? []
  const nothing = mails.length === 0 && search.open === undefined
  return (
    <Page
      title="Outgoing mail"
      lead="What we sent, and what is kept here while no mail server is set."
      actions={
        <StatusChoice
          value={search.status}
          onChange={(status) => void navigate({ search: { status }, replace: true })}
        />
      }
    >
      <div
        className={cn(
          'grid items-start gap-4',
          !nothing && 'lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]',
        )}
      >
        <div className={cn('grid min-w-0 grid-cols-1 gap-3', search.open && 'hidden lg:grid')}>
          <div className="card overflow-hidden">
            {list.isPending ? (
              <SkeletonRows rows={8} label="Loading the mail" />
            ) : list.isError && mails.length === 0 ? (
              <ErrorState error={list.error} onRetry={() => void list.refetch()} />
            ) : mails.length === 0 ? (
              <EmptyState
                icon={Mail}
                title={search.status ? 'No mail of this status' : 'No mail yet'}
              >
                Alerts about immediate leads, invitations and password resets appear here.
              </EmptyState>
            ) : (
              <ul className="divide-y divide-line">
                {mails.map((mail) => (
                  <MailRow key={mail.id} mail={mail} search={search} />
                ))}
              </ul>
            )}
          </div>
          <LoadMore shown={mails.length} noun={['mail', 'mails']} list={list} />
        </div>
        {!nothing && (
          <div className={cn('min-w-0 lg:sticky lg:top-5', !search.open && 'hidden lg:block')}>
            <OpenMail search={search} />
          </div>
        )}
      </div>
    </Page>
  )
}

interface StatusChoiceProps {
  value: MailStatus | undefined
  onChange: (status: MailStatus | undefined) => void
}

function StatusChoice({ value, onChange }: StatusChoiceProps) {
  return (
    <Select
      aria-label="Status"
      className="w-40"
      value={value ?? ''}
      onChange={(event) => onChange(MailStatus.safeParse(event.target.value).data)}
    >
      <option value="">Any status</option>
      {MailStatus.options.map((status) => (
        <option key={status} value={status}>
          {MAIL_STATUS_LABEL[status]}
        </option>
      ))}
    </Select>
  )
}

function MailRow({ mail, search }: { mail: OutgoingMail; search: MailSearch }) {
  const open = search.open === mail.id
  return (
    <li
      className={cn(
        'relative grid grid-cols-1 gap-0.5 px-4 py-2.5 hover:bg-hover',
        open && 'bg-selected',
      )}
    >
      <div className="flex items-baseline gap-3">
        <Link
          to="/mail"
          search={{ ...search, open: mail.id }}
          aria-current={open || undefined}
          className="min-w-0 flex-1 truncate font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
        >
          {mail.subject}
        </Link>
        <RelativeTime at={mail.created_at} className="num shrink-0 text-ink-3 text-xs" />
      </div>
      <div className="flex items-center gap-3">
        <span className="min-w-0 flex-1 truncate text-ink-2 text-sm">to {mail.to}</span>
        <MailBadge status={mail.status} />
      </div>
    </li>
  )
}

function OpenMail({ search }: { search: MailSearch }) {
  const { data, error, refetch } = useQuery({
    ...mailQuery(search.open ?? ''),
    enabled: search.open !== undefined,
  })
  if (!search.open) {
    return (
      <div className="card">
        <EmptyState icon={MailOpen} title="Nothing is open">
          Choose a mail to read it here.
        </EmptyState>
      </div>
    )
  }
  return (
    <div className="grid grid-cols-1 gap-2">
      <Link
        to="/mail"
        search={{ status: search.status }}
        className="inline-flex items-center gap-0.5 text-ink-2 text-sm lg:hidden"
      >
        <ChevronLeft aria-hidden className="size-4" />
        All mail
      </Link>
      {data ? (
        <MailView mail={data} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <div role="status" className="card grid gap-3 p-5">
          <span className="sr-only">Loading the mail</span>
          <Skeleton className="w-2/3" />
          <Skeleton className="w-1/3" />
          <Skeleton className="h-40" />
        </div>
      )}
    </div>
  )
}
