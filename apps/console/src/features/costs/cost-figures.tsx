import type { Costs } from '@insa/contracts'
import type { ReactNode } from 'react'
import { formatCompact, formatNumber } from '../../ui/format.ts'
import { formatDollars } from '../../ui/format-dollars.ts'
import { ProgressBar } from '../../ui/progress.tsx'

/** The sums of the span, and how today's limit stands. */
export function CostFigures({ costs: { totals, today } }: { costs: Costs }) {
  const { tokens } = totals
  return (
    <dl className="grid grid-cols-2 gap-4 lg:grid-cols-4">
      <Figure
        label="Spent"
        value={formatDollars(totals.cost_usd)}
        note={`${formatNumber(totals.calls)} calls in ${formatNumber(totals.executions)} runs`}
      />
      <Figure
        label="Saved by the cache"
        value={formatDollars(totals.cache_saved_usd)}
        note="its reads at the price of input, less what they cost"
      />
      <Figure
        label="Tokens"
        value={formatCompact(tokens.input + tokens.output + tokens.cache_read + tokens.cache_write)}
        note={`${formatCompact(tokens.input)} in, ${formatCompact(tokens.output)} out, ${formatCompact(tokens.cache_read)} from the cache, ${formatCompact(tokens.cache_write)} into it`}
      />
      <Today today={today} />
    </dl>
  )
}

function Today({
  today: { limit_usd, spent_usd, reserved_usd, left_usd },
}: {
  today: Costs['today']
}) {
  const held = Number(reserved_usd) > 0 ? `, ${formatDollars(reserved_usd)} held back` : ''
  if (limit_usd === null || left_usd === null) {
    return <Figure label="Today" value={formatDollars(spent_usd)} note={`no limit is set${held}`} />
  }
  const used = Number(spent_usd) + Number(reserved_usd)
  return (
    <Figure
      label="Left today"
      value={formatDollars(left_usd)}
      note={
        <>
          <ProgressBar
            label={`${formatDollars(spent_usd)} of ${formatDollars(limit_usd)} spent today`}
            value={Math.min(used, Number(limit_usd))}
            max={Number(limit_usd)}
          />
          {`${formatDollars(spent_usd)} of ${formatDollars(limit_usd)} spent${held}`}
        </>
      }
    />
  )
}

function Figure({ label, value, note }: { label: string; value: string; note: ReactNode }) {
  return (
    <div className="card flex flex-col px-4 py-3">
      <dt className="text-ink-2 text-sm">{label}</dt>
      <dd className="num font-semibold text-2xl tracking-tight">{value}</dd>
      <dd className="num grid gap-1 text-ink-3 text-xs">{note}</dd>
    </div>
  )
}
