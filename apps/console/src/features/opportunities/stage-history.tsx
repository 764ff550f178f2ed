import type { StageChange } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { Card } from '../../ui/card.tsx'
import { formatDuration } from '../../ui/format.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { ErrorState, SkeletonRows } from '../../ui/states.tsx'
import { stagesQuery } from './opportunities.api.ts'

const DAY_S = 86_400

const formatStay = (seconds: number): string =>
  seconds >= 2 * DAY_S ? `${Math.round(seconds / DAY_S)} days` : formatDuration(seconds * 1000)

function wordsOf({ from_stage, from_status, to_stage, to_status }: StageChange): string {
  if (from_stage === null) return `Began in ${to_stage}`
  if (to_status === 'Converted') return `Won, from ${from_stage}`
  if (to_status === 'Lost') return `Lost, from ${from_stage}`
  if (from_status !== to_status && from_stage === to_stage) return `Now ${to_status.toLowerCase()}`
  return `${from_stage} → ${to_stage}`
}

/** Who moved it, when, and how long it had stood. */
export function StageHistory({ opportunityId }: { opportunityId: string }) {
  const { data, error, refetch } = useQuery(stagesQuery(opportunityId))
  return (
    <Card title="Stages" flush>
      {data ? (
        <ol className="divide-y divide-line">
          {data.data.map((change) => (
            <li key={change.id} className="grid gap-0.5 px-4 py-2.5">
              <p>{wordsOf(change)}</p>
              <p className="num flex flex-wrap gap-x-2 text-ink-3 text-xs">
                <RelativeTime at={change.changed_at} />
                <span>{change.changed_by.replace(/^\w+:/, '').split('@')[0]}</span>
                {change.seconds_in_stage !== null && (
                  <span>stood for {formatStay(change.seconds_in_stage)}</span>
                )}
              </p>
            </li>
          ))}
        </ol>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonRows rows={3} label="Loading the stages" />
      )}
    </Card>
  )
}
