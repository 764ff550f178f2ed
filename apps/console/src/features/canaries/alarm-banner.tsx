import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Siren } from 'lucide-react'
import { useCan } from '../../app/session.ts'
import { alarmsQuery } from '../../records/canaries.api.ts'
import { Banner } from '../../ui/banner.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'

/** Over every page of an administrator, until somebody has looked. */
export function AlarmBanner() {
  const isAdministrator = useCan()('canaries:manage')
  const { data } = useQuery({ ...alarmsQuery({ open: 'yes' }), enabled: isAdministrator })
  const [newest, ...others] = data?.data ?? []
  if (!newest) return null
  return (
    <Banner icon={Siren} link={<Link to="/settings/canaries">Look</Link>}>
      <strong className="font-semibold">A canary record was read</strong> by{' '}
      <span className="break-all font-mono text-xs">{newest.reader}</span>,{' '}
      <RelativeTime at={newest.last_at} />
      {others.length > 0 && ` · ${others.length} more`}
    </Banner>
  )
}
