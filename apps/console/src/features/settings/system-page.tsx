import type { SystemStatus } from '@insa/contracts'
import { useQuery } from '@tanstack/react-query'
import { systemQuery } from '../../app/system.ts'
import { Pill } from '../../ui/badges.tsx'
import { Card } from '../../ui/card.tsx'
import { Page } from '../../ui/page.tsx'
import { ErrorState, SkeletonRows } from '../../ui/states.tsx'

type Part = SystemStatus['parts'][number]

export function SystemPage() {
  const { data, error, refetch } = useQuery(systemQuery)
  return (
    <Page
      title="What is real and what stands in"
      lead="Everything works without an account or a network. Each real system is one setting away and keeps the same tools."
      narrow
    >
      {data ? (
        <>
          <Card flush>
            <ul className="divide-y divide-line">
              {data.parts.map((part) => (
                <PartRow key={part.name} part={part} />
              ))}
            </ul>
          </Card>
          <p className="text-ink-3 text-sm">
            INSA CRM {data.version} ·{' '}
            <a href="/docs" className="underline underline-offset-3 hover:text-accent">
              API documentation
            </a>
          </p>
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <div className="card">
          <SkeletonRows rows={6} label="Loading the parts" />
        </div>
      )}
    </Page>
  )
}

function PartRow({ part: { name, what, real, hint, healthy } }: { part: Part }) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-0.5 px-4 py-3 md:grid-cols-[10rem_minmax(0,1fr)_auto]">
      <p className="font-medium">{name}</p>
      <span className="flex items-start gap-1.5 md:order-last">
        <Pill tone={real ? 'good' : 'plain'}>{real ? 'Real' : 'Stand-in'}</Pill>
        {!healthy && <Pill tone="bad">Not healthy</Pill>}
      </span>
      <div className="col-span-2 min-w-0 md:col-span-1">
        <p className="text-ink-2">{what}</p>
        {hint && <p className="text-ink-3 text-sm">{hint}</p>}
      </div>
    </li>
  )
}
