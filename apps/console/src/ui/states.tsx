import { ApiError } from '@insa/contracts'
import { CloudOff, type LucideIcon, RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { cn } from './cn.ts'

interface EmptyStateProps {
  icon: LucideIcon
  title: string
  /** Set where the state is the whole page. */
  heading?: boolean
  /** What to do about it. */
  children?: ReactNode
  actions?: ReactNode
  className?: string
}

export function EmptyState({
  icon: Icon,
  title,
  heading,
  children,
  actions,
  className,
}: EmptyStateProps) {
  const Title = heading ? 'h1' : 'p'
  return (
    <div className={cn('grid justify-items-center gap-1 px-6 py-12 text-center', className)}>
      <span className="mb-2 grid size-11 place-items-center rounded-full bg-accent-soft text-accent">
        <Icon aria-hidden className="size-5" />
      </span>
      <Title className="font-semibold">{title}</Title>
      {children && <div className="max-w-md text-ink-2">{children}</div>}
      {actions && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  )
}

/** The words of a failed call, and the number to quote to whoever runs the server. */
function errorWords(error: unknown): { title: string; detail: string; reference?: string } {
  if (error instanceof ApiError) {
    const { title, detail, correlation_id } = error.problem
    return { title, detail: detail === title ? '' : detail, reference: correlation_id }
  }
  return { title: 'Something went wrong', detail: error instanceof Error ? error.message : '' }
}

export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { title, detail, reference } = errorWords(error)
  return (
    <div role="alert" className="grid justify-items-center gap-1 px-6 py-12 text-center">
      <span className="mb-2 grid size-11 place-items-center rounded-full bg-immediate-soft text-immediate">
        <CloudOff aria-hidden className="size-5" />
      </span>
      <p className="font-semibold">{title}</p>
      {detail && <p className="max-w-md text-ink-2">{detail}</p>}
      {reference && <p className="num font-mono text-ink-3 text-xs">Reference {reference}</p>}
      {onRetry && (
        <Button className="mt-3" onClick={onRetry}>
          <RotateCw aria-hidden />
          Try again
        </Button>
      )}
    </div>
  )
}

export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('skeleton h-4', className)} />
}

/** Rows of a list that is on its way. */
export function SkeletonRows({ rows = 8, label }: { rows?: number; label: string }) {
  return (
    <div role="status" className="divide-y divide-line">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no other identity and never move
        <div key={index} className="flex items-center gap-4 px-4 py-3">
          <Skeleton className="w-8" />
          <Skeleton className="w-1/4" />
          <Skeleton className="hidden w-1/5 md:block" />
          <Skeleton className="ml-auto w-16" />
        </div>
      ))}
    </div>
  )
}
