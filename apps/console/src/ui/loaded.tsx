import type { ReactNode } from 'react'
import { ErrorState, SkeletonRows } from './states.tsx'

interface LoadedProps<T> {
  query: { data: T | undefined; error: unknown; refetch: () => unknown }
  /** Of the skeleton that stands there meanwhile. */
  rows: number
  /** What is on its way, for those who listen. */
  label: string
  children: (data: T) => ReactNode
}

/** What was asked for: once it is here, the page; until then its outline, or what went wrong. */
export function Loaded<T>({ query, rows, label, children }: LoadedProps<T>) {
  const { data, error, refetch } = query
  if (data !== undefined) return children(data)
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  return (
    <div className="card">
      <SkeletonRows rows={rows} label={label} />
    </div>
  )
}
