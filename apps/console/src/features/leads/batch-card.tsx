import type { QualificationBatch } from '@insa/contracts'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { toast } from 'sonner'
import { useCan } from '../../app/session.ts'
import { Pill, type Tone } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { formatInstant, formatNumber } from '../../ui/format.ts'
import { formatDollars } from '../../ui/format-dollars.ts'
import { Notice } from '../../ui/notice.tsx'
import { ProgressBar } from '../../ui/progress.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { choiceWords, countLeads, hoursWords, waitWords } from './batch-words.ts'
import { useSteerBatch } from './batches.api.ts'

const STATUS: Record<QualificationBatch['status'], [label: string, tone: Tone]> = {
  running: ['Running', 'busy'],
  paused: ['Paused', 'warn'],
  finished: ['Finished', 'good'],
  cancelled: ['Cancelled', 'plain'],
}

/** One batch: how far it is, what holds it up, what it costs, and what can be done with it. */
export function BatchCard({ batch }: { batch: QualificationBatch }) {
  const [label, tone] = STATUS[batch.status]
  const waits = waitWords(batch)
  const done = batch.succeeded + batch.failed + batch.cancelled
  return (
    <Card title={choiceWords(batch)} aside={<Pill tone={tone}>{label}</Pill>}>
      <div className="grid gap-3">
        <p className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
          <span className="num font-medium">
            {formatNumber(done)} of {countLeads(batch.total)}
          </span>
          <Pace batch={batch} />
        </p>
        <ProgressBar label={choiceWords(batch)} value={done} max={batch.total} />
        {waits && (
          <Notice tone="info">
            {waits} {batch.waits_for === 'agent' && <AgentsLink />}
          </Notice>
        )}
        <Figures batch={batch} />
        <div className="flex flex-wrap items-center justify-between gap-2">
          <p className="text-ink-3 text-xs">
            Started by {batch.created_by.replace(/^\w+:/, '')}{' '}
            <RelativeTime at={batch.created_at} />
            {batch.window && `, works ${hoursWords(batch.window)}`}
          </p>
          <Steering batch={batch} />
        </div>
      </div>
    </Card>
  )
}

/** For whoever may see that page. */
function AgentsLink() {
  const can = useCan()
  if (!can('settings:read')) return null
  return (
    <Link to="/settings/agents" className="text-accent underline underline-offset-3">
      See the agents
    </Link>
  )
}

function Pace({ batch: { status, items_per_minute, expected_end, finished_at } }: BatchProps) {
  const words = finished_at
    ? `ended ${formatInstant(finished_at)}`
    : [
        status === 'running' &&
          items_per_minute !== null &&
          `${formatNumber(items_per_minute)} a minute`,
        expected_end && `expected to end ${formatInstant(expected_end)}`,
      ]
        .filter(Boolean)
        .join(', ')
  return <span className="num text-ink-2 text-sm">{words}</span>
}

interface BatchProps {
  batch: QualificationBatch
}

function Figures({ batch }: BatchProps) {
  const { estimate } = batch
  const estimated = (batch.off_peak ? estimate.off_peak_usd : null) ?? estimate.usd
  const cost =
    estimate.basis === 'free'
      ? 'free'
      : `${formatDollars(batch.cost_usd)} of ${formatDollars(estimated)}`
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-2 sm:grid-cols-5">
      <Figure label="Qualified">{formatNumber(batch.succeeded)}</Figure>
      <Figure label="Failed">{formatNumber(batch.failed)}</Figure>
      <Figure label={batch.status === 'cancelled' ? 'Cancelled' : 'Left'}>
        {formatNumber(batch.status === 'cancelled' ? batch.cancelled : batch.left)}
      </Figure>
      <Figure label="Running">{formatNumber(batch.running)}</Figure>
      <Figure label={estimate.basis === 'free' ? 'Cost' : 'Cost of the estimate'}>{cost}</Figure>
    </dl>
  )
}

function Figure({ label, children }: { label: string; children: string }) {
  return (
    <div className="grid">
      <dt className="text-ink-3 text-xs">{label}</dt>
      <dd className="num">{children}</dd>
    </div>
  )
}

function Steering({ batch }: BatchProps) {
  const can = useCan()
  const steer = useSteerBatch(batch.id)
  const [asking, setAsking] = useState(false)
  const isOver = batch.status === 'finished' || batch.status === 'cancelled'
  if (isOver || !can('leads:qualify')) return null
  const cancel = () =>
    steer.mutate('cancel', {
      onSuccess: () => {
        toast.success('The batch is cancelled')
        setAsking(false)
      },
    })
  return (
    <div className="flex gap-2">
      {batch.status === 'running' ? (
        <Button size="sm" busy={steer.isPending} onClick={() => steer.mutate('pause')}>
          Pause
        </Button>
      ) : (
        <Button size="sm" busy={steer.isPending} onClick={() => steer.mutate('resume')}>
          Go on
        </Button>
      )}
      <Button size="sm" onClick={() => setAsking(true)}>
        Cancel
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Cancel this batch?"
        confirm="Cancel the batch"
        busy={steer.isPending}
        onConfirm={cancel}
      >
        {countLeads(batch.left)} will not be qualified, and what runs is stopped. Scores that are
        there stay.
      </ConfirmDialog>
    </div>
  )
}
