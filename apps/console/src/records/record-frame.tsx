import { ApiError } from '@insa/contracts'
import { Link } from '@tanstack/react-router'
import { ChevronLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { NotFoundPage } from '../app/page-error.tsx'
import { PageSkeleton } from '../app/page-skeleton.tsx'
import { ErrorState } from '../ui/states.tsx'

interface RecordFrameProps<T> {
  query: { data: T | undefined; error: unknown; refetch: () => unknown }
  children: (record: T) => ReactNode
}

/** A record's page: itself, or that it is on its way, not there, or not to be had. */
export function RecordFrame<T>({ query, children }: RecordFrameProps<T>) {
  const { data, error, refetch } = query
  if (data !== undefined) return children(data)
  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  return <PageSkeleton />
}

/** The way back to the list, above the title. */
export const BackLink = ({
  to,
  children,
}: {
  to: '/leads' | '/pipeline' | '/customers' | '/projects'
  children: ReactNode
}) => (
  <Link
    to={to}
    className="-ml-1 inline-flex items-center gap-0.5 text-ink-2 text-sm hover:text-accent"
  >
    <ChevronLeft aria-hidden className="size-4" />
    {children}
  </Link>
)

/** Names and values in two columns. */
export const Facts = ({ children }: { children: ReactNode }) => (
  <dl className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-3 gap-y-1.5">{children}</dl>
)

/** Left out where there is no value. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  if (children === null || children === undefined || children === '') return null
  return (
    <>
      <dt className="text-ink-3">{label}</dt>
      <dd className="break-words">{children}</dd>
    </>
  )
}

/** The words for somebody whose change came too late. */
export const isStale = (error: unknown): boolean =>
  error instanceof ApiError && error.status === 412
