import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCan } from '../app/session.ts'
import { Notice } from '../ui/notice.tsx'
import { alarmsQuery, useIsCanary } from './canaries.api.ts'

const LINK = 'text-accent underline underline-offset-3'

/** Tells administrators that a record is bait; nobody else's page asks. */
export function CanaryNotice({ recordId }: { recordId: string }) {
  if (useIsCanary(recordId) !== true) return null
  return (
    <Notice tone="info">
      This is a canary: an alarm rings when it is read, by you too. Only administrators see this.{' '}
      <Link to="/settings/canaries" className={LINK}>
        Canaries and alarms
      </Link>
    </Notice>
  )
}

/** Tells administrators that a run was stopped because it reached for bait. */
export function StoppedByCanary({ executionId }: { executionId: string }) {
  const isAdministrator = useCan()('canaries:manage')
  const query = alarmsQuery({ execution_id: executionId })
  const { data } = useQuery({ ...query, enabled: isAdministrator })
  if (!data || data.data.length === 0) return null
  return (
    <Notice tone="bad">
      This run reached for a canary record and was stopped. Whatever moved it may stand in the lead
      or in what its tools answered. Only administrators see this.{' '}
      <Link to="/settings/canaries" className={LINK}>
        Canaries and alarms
      </Link>
    </Notice>
  )
}
