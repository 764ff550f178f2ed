import type { ErpnextConflict } from '@insa/contracts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { toast } from 'sonner'
import { useCan } from '../../app/session.ts'
import { Pill } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { ErrorState, SkeletonRows } from '../../ui/states.tsx'
import { conflictsQuery, useResolveConflict } from './sync.api.ts'
import { FIELD_LABEL, outcomeWords, valueWords } from './sync-words.ts'

export function ConflictsCard({ openCount }: { openCount: number }) {
  const [view, setView] = useState<'open' | 'all'>('open')
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    conflictsQuery(view),
  )
  const conflicts = data?.pages.flatMap((page) => page.data)
  return (
    <Card
      flush
      title="Conflicts"
      aside={
        <Button size="sm" variant="ghost" onClick={() => setView(view === 'open' ? 'all' : 'open')}>
          {view === 'open' ? 'Show all' : `Show open (${openCount})`}
        </Button>
      }
    >
      {conflicts ? (
        conflicts.length > 0 ? (
          <ul className="divide-y divide-line">
            {conflicts.map((conflict) => (
              <ConflictRow key={conflict.id} conflict={conflict} />
            ))}
          </ul>
        ) : (
          <p className="px-4 py-6 text-center text-ink-2">
            {view === 'open'
              ? 'Nothing waits for a decision.'
              : 'Both sides never changed the same.'}
          </p>
        )
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonRows rows={2} label="Loading the conflicts" />
      )}
      {hasNextPage && (
        <div className="border-line border-t p-3 text-center">
          <Button size="sm" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            More
          </Button>
        </div>
      )}
    </Card>
  )
}

function ConflictRow({ conflict }: { conflict: ErpnextConflict }) {
  const { lead_id, lead_title, kind, field, found_at, status } = conflict
  return (
    <li className="grid gap-2 px-4 py-3">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link
          to="/leads/$leadId"
          params={{ leadId: lead_id }}
          className="font-medium text-accent hover:underline"
        >
          {lead_title}
        </Link>
        <span>{kind === 'removed' ? 'was removed in ERPNext' : field && FIELD_LABEL[field]}</span>
        <Pill tone={status === 'open' ? 'warn' : 'plain'}>{outcomeWords(conflict)}</Pill>
        <RelativeTime at={found_at} className="ml-auto text-ink-3 text-xs" />
      </p>
      <Sides conflict={conflict} />
    </li>
  )
}

function Sides({ conflict }: { conflict: ErpnextConflict }) {
  const can = useCan()
  const resolve = useResolveConflict()
  const isDecidable = can('leads:delete') && conflict.status !== 'resolved'
  const decide = (take: 'ours' | 'theirs') =>
    resolve.mutate(
      { id: conflict.id, take },
      {
        onSuccess: () => toast.success('Decided', { description: 'Both sides follow.' }),
        onError: (error) => toast.error(error.message),
      },
    )
  const isField = conflict.kind === 'field'
  const sides = [
    {
      take: 'ours',
      title: 'INSA CRM',
      value: conflict.ours,
      deed: isField ? 'Take this' : 'Make it there again',
    },
    {
      take: 'theirs',
      title: 'ERPNext',
      value: conflict.theirs,
      deed: isField ? 'Take this' : 'Remove it here',
    },
  ] as const
  return (
    <div className="grid gap-2 sm:grid-cols-2">
      {sides.map(({ take, title, value, deed }) => (
        <div key={take} className="flex min-w-0 items-center gap-3 rounded-lg bg-sunken px-3 py-2">
          <p className="min-w-0 flex-1">
            <span className="block text-ink-2 text-xs">{title}</span>
            <span className="line-clamp-3 break-words text-sm">
              {isField ? valueWords(value) : take === 'ours' ? 'has the lead' : 'has it no more'}
            </span>
          </p>
          {isDecidable && (
            <Button
              size="sm"
              disabled={resolve.isPending}
              aria-label={`${deed}: ${title}, ${conflict.lead_title}`}
              onClick={() => decide(take)}
            >
              {deed}
            </Button>
          )}
        </div>
      ))}
    </div>
  )
}
