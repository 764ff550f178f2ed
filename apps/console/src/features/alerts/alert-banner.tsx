import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { TriangleAlert } from 'lucide-react'
import { useCan } from '../../app/session.ts'
import { Banner } from '../../ui/banner.tsx'
import { firingQuery } from './alerts.api.ts'

/** What is wrong right now, above every page, for those who can do something about it. */
export function AlertBanner() {
  const concerned = useCan()('alerts:silence')
  const { data } = useQuery({ ...firingQuery, enabled: concerned })
  const loud = data?.data.filter((alert) => alert.silenced_until === null) ?? []
  const [first] = loud
  if (!first) return null
  return (
    <Banner icon={TriangleAlert} link={<Link to="/alerts">Look</Link>}>
      <strong className="font-semibold">{first.summary}</strong>
      {loud.length > 1 && ` · ${loud.length - 1} more`}
    </Banner>
  )
}
