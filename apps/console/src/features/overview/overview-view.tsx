import type { Overview } from '@insa/contracts'
import { Link } from '@tanstack/react-router'
import { FileUp, Users } from 'lucide-react'
import type { ReactNode } from 'react'
import { ActionLabel, PriorityBadge } from '../../ui/badges.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { formatDuration, formatNumber } from '../../ui/format.ts'
import { EmptyState } from '../../ui/states.tsx'
import { AnswerTimes } from './answer-times.tsx'
import { LeadsByDay } from './leads-by-day.tsx'

/** The figures, with the way to the leads behind them. */
export function OverviewView({ overview }: { overview: Overview }) {
  if (overview.leads_total === 0) return <NothingYet />
  const { answer_time_ms: answer, executions } = overview
  const came = overview.new_leads_by_day.reduce((sum, { count }) => sum + count, 0)
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 md:gap-4 lg:grid-cols-4">
        <Figure
          label="Leads"
          value={formatNumber(overview.leads_total)}
          note={`${formatNumber(came)} new in this time`}
        />
        <Figure
          label="Without a score"
          value={formatNumber(overview.leads_unscored)}
          note={overview.leads_unscored === 0 ? 'all are judged' : 'waiting, or never asked'}
        />
        <Figure
          label="Answer, typical"
          value={answer.p50 === null ? '–' : formatDuration(answer.p50)}
          note={
            answer.p95 === null
              ? 'nothing scored yet'
              : `19 of 20 within ${formatDuration(answer.p95)}`
          }
        />
        <Figure
          label="Executions"
          value={formatNumber(executions.succeeded)}
          note={`${formatNumber(executions.failed)} failed, ${formatNumber(executions.running + executions.queued)} under way`}
        />
      </dl>
      <Card title="New leads by day">
        <LeadsByDay days={overview.new_leads_by_day} />
      </Card>
      <div className="grid gap-4 lg:grid-cols-2 xl:grid-cols-[1fr_1fr_1.4fr]">
        <Card title="By priority">
          <Bars
            rows={overview.by_priority.map(({ priority, count }) => ({
              key: priority,
              label: (
                <Link
                  to="/leads"
                  search={{ priority, sort: '-qualification_score' }}
                  className="hover:opacity-80"
                >
                  <PriorityBadge priority={priority} />
                </Link>
              ),
              color: `var(--${priority.toLowerCase()})`,
              count,
            }))}
          />
        </Card>
        <Card title="By action">
          <Bars
            rows={overview.by_action.map(({ recommended_action: action, count }) => ({
              key: action,
              label: (
                <Link
                  to="/leads"
                  search={{ recommended_action: action, sort: '-qualification_score' }}
                  className="hover:underline"
                >
                  <ActionLabel action={action} />
                </Link>
              ),
              color: 'var(--accent)',
              count,
            }))}
          />
        </Card>
        <Card
          title="Answer times"
          aside={<span className="text-ink-3">lead in → score</span>}
          className="lg:col-span-2 xl:col-span-1"
        >
          <AnswerTimes days={answer.by_day} />
        </Card>
      </div>
    </>
  )
}

function Figure({ label, value, note }: { label: string; value: string; note: string }) {
  return (
    <div className="card flex flex-col px-4 py-3">
      <dt className="text-ink-2 text-sm">{label}</dt>
      <dd className="num font-semibold text-2xl tracking-tight">{value}</dd>
      <dd className="num text-ink-3 text-xs">{note}</dd>
    </div>
  )
}

interface BarsProps {
  rows: readonly { key: string; label: ReactNode; color: string; count: number }[]
}

/** A few named counts: a list with bars says them better than a chart with axes. */
function Bars({ rows }: BarsProps) {
  const most = Math.max(1, ...rows.map(({ count }) => count))
  return (
    <ul className="grid gap-2.5">
      {rows.map(({ key, label, color, count }) => (
        <li key={key} className="grid grid-cols-[8.5rem_1fr_2.5rem] items-center gap-3">
          <span>{label}</span>
          <span aria-hidden className="h-2.5 overflow-hidden rounded-sm bg-sunken">
            <span
              className="block h-full rounded-sm transition-[width] duration-300"
              style={{ width: `${(count / most) * 100}%`, background: color }}
            />
          </span>
          <span className="num text-right font-medium">{formatNumber(count)}</span>
        </li>
      ))}
    </ul>
  )
}

function NothingYet() {
  return (
    <div className="card">
      <EmptyState
        icon={Users}
        title="No leads yet, so no figures"
        actions={
          <Link to="/import" className={buttonClass({ variant: 'primary' })}>
            <FileUp aria-hidden />
            Import leads
          </Link>
        }
      >
        Once leads come in you see here how many, how good, and how fast they were answered.
      </EmptyState>
    </div>
  )
}
