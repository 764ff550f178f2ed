import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Siren } from 'lucide-react'
import { useCan } from '../../app/session.ts'
import { alarmsQuery } from '../../records/canaries.api.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'

/** Over every page of an administrator, until somebody has looked. */
export function AlarmBanner() {
  const isAdministrator = useCan()('canaries:manage')
  const { data } = useQuery({ ...alarmsQuery({ open: 'yes' }), enabled: isAdministrator })
  const [newest, ...others] = data?.data ?? []
  if (!newest) return null
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-immediate/40 border-b bg-immediate-soft px-4 py-2 text-sm"
    >
      <Siren aria-hidden className="size-4 shrink-0 text-immediate" />
      <p className="min-w-0 flex-1">
        <strong className="font-semibold">A canary record was read</strong> by{' '}
        <span className="break-all font-mono text-xs">{newest.reader}</span>,{' '}
        <RelativeTime at={newest.last_at} />
        {others.length > 0 && ` · ${others.length} more`}
      </p>
      <Link
        to="/settings/canaries"
        className="shrink-0 font-medium text-accent underline underline-offset-3"
      >
        Look
      </Link>
    </div>
  )
}
