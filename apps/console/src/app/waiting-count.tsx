import { useWaitingApprovals } from '../features/approvals/approvals.api.ts'
import { cn } from '../ui/cn.ts'

/** How many approvals wait, at the place that leads to them. */
export function WaitingCount({ to, className }: { to: string; className?: string }) {
  const waiting = useWaitingApprovals()
  if (to !== '/approvals' || waiting === '') return null
  return (
    <span
      className={cn(
        'num grid h-5 min-w-5 place-items-center rounded-full bg-signal px-1 font-semibold text-2xs text-rail',
        className,
      )}
    >
      {waiting}
      <span className="sr-only"> waiting</span>
    </span>
  )
}
