import { FINAL_STATUSES } from '@insa/contracts'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { CircleGauge } from 'lucide-react'
import { client } from '../../app/client.ts'
import { keys } from '../../live/query-keys.ts'
import { EmptyState } from '../../ui/states.tsx'
import { LiveRun } from './live-run.tsx'

const latestRunQuery = (leadId: string) =>
  queryOptions({
    queryKey: keys.executionList({ lead_id: leadId, limit: 1 }),
    queryFn: ({ signal }) => client.executions.list({ lead_id: leadId, limit: 1 }, { signal }),
  })

/** A lead without a score: its qualification while it runs, or what to do when none does. */
export function UnscoredCard({ leadId }: { leadId: string }) {
  const { data } = useQuery(latestRunQuery(leadId))
  const latest = data?.data[0]
  if (latest && (latest.status === 'failed' || !FINAL_STATUSES.includes(latest.status))) {
    return <LiveRun executionId={latest.id} leadId={leadId} />
  }
  return (
    <section className="card">
      <EmptyState icon={CircleGauge} title="Not scored yet" className="py-8">
        Press “Qualify” above: the five factors, the priority and the questions to ask appear here.
      </EmptyState>
    </section>
  )
}
