import type { Backfill, ErpnextSync } from '@insa/contracts'
import { useState } from 'react'
import { toast } from 'sonner'
import { useCan } from '../../app/session.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ProgressBar } from '../../ui/progress.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { useSyncDeed } from './sync.api.ts'

const KINDS: Record<Backfill['kind'], string> = {
  Lead: 'leads',
  Customer: 'customers',
  Opportunity: 'opportunities',
}

/** What ERPNext had before it was connected. */
export function BackfillCard({ sync: { backfill } }: { sync: ErpnextSync }) {
  const can = useCan()
  const deed = useSyncDeed()
  const [judged, setJudged] = useState(true)
  const isRunning = backfill?.status === 'running'
  const start = () =>
    deed.mutate(judged ? 'backfill' : 'backfill_unjudged', {
      onError: (error) => toast.error(error.message),
    })
  return (
    <Card title="What ERPNext had before">
      <div className="grid gap-3">
        {backfill ? (
          <Progress backfill={backfill} />
        ) : (
          <p className="text-ink-2">
            Leads, customers and opportunities from before the connection come when they are read
            in. It can be stopped, and goes on where it was cut off.
          </p>
        )}
        {can('settings:write') && (
          <div className="flex flex-wrap items-center gap-3">
            {isRunning ? (
              <Button busy={deed.isPending} onClick={() => deed.mutate('stop_backfill')}>
                Stop
              </Button>
            ) : (
              <>
                <Button busy={deed.isPending} onClick={start}>
                  {backfill ? 'Read in again' : 'Read the site in'}
                </Button>
                <label className="flex items-center gap-2 text-sm">
                  <input
                    type="checkbox"
                    checked={judged}
                    onChange={(event) => setJudged(event.target.checked)}
                  />
                  Qualify leads that are still open, a few at a time
                </label>
              </>
            )}
          </div>
        )}
      </div>
    </Card>
  )
}

function Progress({ backfill }: { backfill: Backfill }) {
  const { status, kind, done, total, started_by, started_at, finished_at } = backfill
  const words = `${done.toLocaleString('en')} of ${Math.max(done, total).toLocaleString('en')}`
  return (
    <div className="grid gap-2">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4 text-sm">
        <span className="font-medium">
          {status === 'running'
            ? `Reading ${KINDS[kind]}`
            : status === 'done'
              ? 'Read in'
              : 'Stopped'}
        </span>
        <span className="num text-ink-2">{words}</span>
      </p>
      <ProgressBar label="Reading the site in" value={Math.min(done, total)} max={total} />
      <p className="text-ink-3 text-xs">
        Started by {started_by.replace(/^user:/, '')} <RelativeTime at={started_at} />
        {finished_at && (
          <>
            , ended <RelativeTime at={finished_at} />
          </>
        )}
      </p>
    </div>
  )
}
