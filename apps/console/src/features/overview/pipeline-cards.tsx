import type { Pipeline } from '@insa/contracts'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { formatSums } from '../../records/money.ts'
import { Card } from '../../ui/card.tsx'
import { formatNumber, formatPercent } from '../../ui/format.ts'

/** What is in the pipeline and what came of it, in the style of the leads' figures. */
export function PipelineCards({ pipeline }: { pipeline: Pipeline }) {
  const { stages, won, lost, win_rate } = pipeline
  const open = stages.reduce((n, { count }) => n + count, 0)
  if (open + won.count + lost.count === 0) return null
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Card
        title="Pipeline"
        aside={
          <Link to="/pipeline" className="text-accent hover:underline">
            To the board
          </Link>
        }
      >
        <Rows
          rows={stages.map(({ sales_stage, count, sums }) => ({
            label: sales_stage,
            count,
            note: formatSums(sums),
            color: 'var(--accent)',
          }))}
        />
      </Card>
      <Card title="Won and lost">
        <p className="mb-4 flex items-baseline gap-2">
          <span className="num font-semibold text-2xl tracking-tight">
            {win_rate === null ? '–' : formatPercent(win_rate)}
          </span>
          <span className="text-ink-2">of what was decided is won</span>
        </p>
        <Rows
          rows={[
            {
              label: 'Won',
              count: won.count,
              note: formatSums(won.sums),
              color: 'var(--good)',
            },
            {
              label: 'Lost',
              count: lost.count,
              note: formatSums(lost.sums),
              color: 'var(--immediate)',
            },
            ...lost.reasons.map(({ reason, count }) => ({
              label: <span className="pl-3 text-ink-2">{reason}</span>,
              key: reason,
              count,
              note: '',
              color: 'var(--low)',
            })),
          ]}
        />
      </Card>
    </div>
  )
}

interface RowsProps {
  rows: readonly {
    label: ReactNode
    key?: string
    count: number
    note: string
    color: string
  }[]
}

/** Named counts with a bar and their sums. */
function Rows({ rows }: RowsProps) {
  const most = Math.max(1, ...rows.map(({ count }) => count))
  return (
    <ul className="grid gap-2.5">
      {rows.map(({ label, key, count, note, color }) => (
        <li
          key={key ?? String(label)}
          className="grid grid-cols-[minmax(0,11rem)_minmax(0,1fr)_2rem] items-center gap-x-3"
        >
          <span className="truncate">{label}</span>
          <span className="flex min-w-0 items-center gap-2">
            <span aria-hidden className="h-2.5 flex-1 overflow-hidden rounded-sm bg-sunken">
              <span
                className="block h-full rounded-sm transition-[width] duration-300"
                style={{ width: `${(count / most) * 100}%`, background: color }}
              />
            </span>
            <span className="num hidden w-44 shrink-0 truncate text-right text-ink-2 text-xs sm:block">
              {note}
            </span>
          </span>
          <span className="num text-right font-medium">{formatNumber(count)}</span>
        </li>
      ))}
    </ul>
  )
}
