import type { Overview } from '@insa/contracts'
import {
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { AXIS, ChartTable, TOOLTIP } from '../../ui/chart-parts.tsx'
import { formatDay, formatDuration } from '../../ui/format.ts'

type Days = Overview['answer_time_ms']['by_day']

/** From this many on the points stand so close that the line alone says more. */
const MANY_DAYS = 15

const formatTick = (ms: number) => (ms === 0 ? '0' : formatDuration(ms))

/** From a lead's coming in to its first score: the typical one and the slow one, a day. */
export function AnswerTimes({ days }: { days: Days }) {
  if (days.length === 0) return <p className="text-ink-2">Nothing was scored in this time.</p>
  const dots = days.length < MANY_DAYS
  return (
    <figure className="relative">
      <ResponsiveContainer width="100%" height={150}>
        <LineChart
          data={days}
          margin={{ top: 8, right: 8, bottom: 0, left: 8 }}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="day" tickFormatter={formatDay} minTickGap={36} {...AXIS} />
          <YAxis tickFormatter={formatTick} width={72} padding={{ top: 6 }} {...AXIS} />
          <Tooltip
            {...TOOLTIP}
            cursor={{ stroke: 'var(--edge)' }}
            labelFormatter={(day) => formatDay(String(day))}
            formatter={(ms, name) => [
              formatDuration(Number(ms)),
              name === 'p50' ? 'typical' : '19 of 20 within',
            ]}
          />
          <Line
            dataKey="p50"
            stroke="var(--accent)"
            strokeWidth={2}
            dot={dots}
            isAnimationActive={false}
          />
          <Line
            dataKey="p95"
            stroke="var(--timeline)"
            strokeWidth={2}
            strokeDasharray="5 4"
            dot={dots}
            isAnimationActive={false}
          />
        </LineChart>
      </ResponsiveContainer>
      <figcaption className="flex justify-end gap-4 pt-2 text-ink-2 text-xs">
        <Key color="var(--accent)" label="typical" />
        <Key color="var(--timeline)" label="19 of 20 within" dashed />
      </figcaption>
      <ChartTable
        caption="Answer times by day"
        head={['Day', 'Typical', '19 of 20 within']}
        rows={days.map(({ day, p50, p95 }) => [day, formatDuration(p50), formatDuration(p95)])}
      />
    </figure>
  )
}

function Key({ color, label, dashed }: { color: string; label: string; dashed?: boolean }) {
  return (
    <span className="flex items-center gap-1.5">
      <svg width="18" height="4" aria-hidden>
        <line
          x1="0"
          x2="18"
          y1="2"
          y2="2"
          stroke={color}
          strokeWidth="2.5"
          strokeDasharray={dashed ? '5 3' : undefined}
        />
      </svg>
      {label}
    </span>
  )
}
