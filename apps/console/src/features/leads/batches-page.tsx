import { useInfiniteQuery } from '@tanstack/react-query'
import { Layers } from 'lucide-react'
import { BackLink } from '../../records/record-frame.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx'
import { BatchCard } from './batch-card.tsx'
import { batchListQuery } from './batches.api.ts'

/** Many leads at once: what runs, what waits, what was. */
export function BatchesPage() {
  const list = useInfiniteQuery(batchListQuery())
  const batches = list.data?.pages.flatMap((page) => page.data)
  return (
    <Page narrow title="Batches" above={<BackLink to="/leads">Leads</BackLink>}>
      {batches === undefined ? (
        list.error ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <SkeletonRows rows={4} label="Loading the batches" />
        )
      ) : batches.length === 0 ? (
        <div className="card">
          <EmptyState icon={Layers} title="No batches yet">
            Choose “Qualify many” on the page of leads: it says what it would cost, and can wait for
            the night.
          </EmptyState>
        </div>
      ) : (
        batches.map((batch) => <BatchCard key={batch.id} batch={batch} />)
      )}
      <LoadMore shown={batches?.length ?? 0} noun={['batch', 'batches']} list={list} />
    </Page>
  )
}
