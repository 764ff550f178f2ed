import type { CostRow } from '@insa/contracts'
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { AXIS, ChartTable, TOOLTIP } from '../../ui/chart-parts.tsx'
import { formatDay } from '../../ui/format.ts'
import { formatDollars } from '../../ui/format-dollars.ts'

/** What was spent, and on top of it what the cache spared, a bar a day. */
export function CostsByDay({ days }: { days: readonly CostRow[] }) {
  const data = days.map(({ key, cost_usd, cache_saved_usd }) => ({
    day: key,
    cost: Number(cost_usd),
    saved: Number(cache_saved_usd),
  }))
  return (
    <figure className="relative">
      <ResponsiveContainer width="100%" height={220}>
        <BarChart
          data={data}
          margin={{ top: 8, right: 4, bottom: 0, left: 8 }}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="day" tickFormatter={formatDay} minTickGap={36} {...AXIS} />
          <YAxis tickFormatter={(dollars) => formatDollars(String(dollars))} width={72} {...AXIS} />
          <Tooltip
            {...TOOLTIP}
            cursor={{ fill: 'var(--hover)' }}
            labelFormatter={(day) => formatDay(String(day))}
            formatter={(dollars, name) => [
              formatDollars(String(dollars)),
              name === 'cost' ? 'spent' : 'saved by the cache',
            ]}
          />
          <Bar
            dataKey="cost"
            stackId="day"
            fill="var(--accent)"
            maxBarSize={28}
            isAnimationActive={false}
          />
          <Bar
            dataKey="saved"
            stackId="day"
            fill="var(--accent-soft)"
            stroke="var(--accent)"
            strokeDasharray="3 3"
            maxBarSize={28}
            isAnimationActive={false}
          />
        </BarChart>
      </ResponsiveContainer>
      <figcaption className="flex justify-end gap-4 pt-2 text-ink-2 text-xs">
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="size-2.5 rounded-sm bg-accent" />
          spent
        </span>
        <span className="flex items-center gap-1.5">
          <span aria-hidden className="size-2.5 rounded-sm border border-accent border-dashed" />
          saved by the cache
        </span>
      </figcaption>
      <ChartTable
        caption="Cost by day"
        head={['Day', 'Spent', 'Saved by the cache']}
        rows={days.map((d) => [d.key, formatDollars(d.cost_usd), formatDollars(d.cache_saved_usd)])}
      />
    </figure>
  )
}
