import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Pill } from '../../ui/badges.tsx'
import { Card } from '../../ui/card.tsx'
import { formatPercent } from '../../ui/format.ts'
import { leadTitle } from '../../ui/labels.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { ErrorState, SkeletonRows } from '../../ui/states.tsx'
import { duplicatesQuery } from './leads.api.ts'

/** Above this a duplicate is all but certain. 0–1. */
const STRONG = 0.9

/** Other leads that may be this one. Nothing is merged by itself. */
export function DuplicatesCard({ leadId }: { leadId: string }) {
  const { data, error, refetch } = useQuery(duplicatesQuery(leadId))
  return (
    <Card title="Possible duplicates" flush>
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <ul className="divide-y divide-line">
          {data.data.map(({ lead, confidence, reasons }) => (
            <li key={lead.id} className="px-4 py-2.5">
              <div className="flex items-center gap-3">
                <Link
                  to="/leads/$leadId"
                  params={{ leadId: lead.id }}
                  className="min-w-0 truncate font-medium hover:text-accent hover:underline"
                >
                  {leadTitle(lead)}
                </Link>
                <span className="ml-auto">
                  <Pill tone={confidence >= STRONG ? 'warn' : 'plain'}>
                    <span className="num">{formatPercent(confidence)}</span> sure
                  </Pill>
                </span>
              </div>
              <p className="text-ink-2 text-sm">
                {[lead.lead_name, lead.email_id].filter(Boolean).join(' · ')} ·{' '}
                <RelativeTime at={lead.created_at} />
              </p>
              <p className="text-ink-3 text-sm">{reasons.join('; ')}</p>
            </li>
          ))}
          {data.data.length === 0 && (
            <li className="px-4 py-3 text-ink-2">
              None: no other lead has this address or a similar name.
            </li>
          )}
        </ul>
      ) : (
        <SkeletonRows rows={1} label="Looking for duplicates" />
      )}
    </Card>
  )
}
