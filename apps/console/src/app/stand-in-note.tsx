import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleGauge, TriangleAlert } from 'lucide-react'
import { cn } from '../ui/cn.ts'
import { systemQuery } from './system.ts'

/** How many parts stand in for a real one, and whether one is ill; the page behind it says which. */
export function StandInNote({ className }: { className?: string }) {
  const { data } = useQuery(systemQuery)
  const ill = data?.parts.filter((part) => !part.healthy).length ?? 0
  const standIns = data?.parts.filter((part) => !part.real).length ?? 0
  const Icon = ill > 0 ? TriangleAlert : CircleGauge
  const words = ill > 0 ? `${ill} not healthy` : standIns > 0 ? `${standIns} stand-ins` : 'All real'
  return (
    <Link
      to="/system"
      title="What is real and what stands in"
      className={cn(
        'flex h-9 items-center justify-center gap-2.5 rounded-lg px-2.5 text-rail-ink-2 hover:bg-rail-2 hover:text-rail-ink lg:justify-start',
        className,
      )}
      activeProps={{ className: 'bg-rail-2 text-rail-ink' }}
    >
      <Icon aria-hidden className={cn('size-[1.125rem] shrink-0', ill > 0 && 'text-signal')} />
      <span className="sr-only lg:not-sr-only">{data ? words : 'System'}</span>
    </Link>
  )
}
