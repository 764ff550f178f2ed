import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { formatNumber } from '../../ui/format.ts'
import { ProgressBar } from '../../ui/progress.tsx'
import { countLeads } from './batch-words.ts'
import { batchListQuery } from './batches.api.ts'

/** Above the list: the batch that is under way, where there is one. */
export function RunningBatch() {
  const { data } = useInfiniteQuery(batchListQuery())
  const open = data?.pages[0]?.data.filter(({ finished_at }) => finished_at === null) ?? []
  const batch = open.find(({ running }) => running > 0) ?? open[0]
  if (!batch) return null
  const done = batch.succeeded + batch.failed + batch.cancelled
  return (
    <Link to="/leads/batches" className="card grid gap-2 px-4 py-3 hover:border-edge">
      <span className="flex flex-wrap justify-between gap-x-4 text-sm">
        <span className="font-medium">
          {batch.waits_for === null ? 'A batch is being qualified' : 'A batch waits'}
        </span>
        <span className="num text-ink-2">
          {formatNumber(done)} of {countLeads(batch.total)}
        </span>
      </span>
      <ProgressBar label="The batch under way" value={done} max={batch.total} />
    </Link>
  )
}
