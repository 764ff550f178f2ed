import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { TriangleAlert } from 'lucide-react'
import { useCan } from '../../app/session.ts'
import { firingQuery } from './alerts.api.ts'

/** What is wrong right now, above every page, for those who can do something about it. */
export function AlertBanner() {
  const concerned = useCan()('alerts:silence')
  const { data } = useQuery({ ...firingQuery, enabled: concerned })
  const loud = data?.data.filter((alert) => alert.silenced_until === null) ?? []
  const [first] = loud
  if (!first) return null
  return (
    <div
      role="alert"
      className="flex items-center gap-2.5 border-immediate/40 border-b bg-immediate-soft px-4 py-2 text-sm md:px-6"
    >
      <TriangleAlert aria-hidden className="size-4 shrink-0 text-immediate" />
      <p className="min-w-0 flex-1 truncate">
        <span className="font-medium">{first.summary}</span>
        {loud.length > 1 && <span className="text-ink-2"> and {loud.length - 1} more</span>}
      </p>
      <Link to="/alerts" className="shrink-0 font-medium underline underline-offset-2">
        Look
      </Link>
    </div>
  )
}
