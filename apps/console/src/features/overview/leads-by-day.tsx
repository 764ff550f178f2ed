import type { Overview } from '@insa/contracts'
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { AXIS, ChartTable, TOOLTIP } from '../../ui/chart-parts.tsx'
import { formatDay } from '../../ui/format.ts'

/** New leads, a bar a day. */
export function LeadsByDay({ days }: { days: Overview['new_leads_by_day'] }) {
  return (
    <figure className="relative">
      <ResponsiveContainer width="100%" height={220}>
        <BarChart
          data={days}
          margin={{ top: 8, right: 4, bottom: 0, left: -18 }}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="day" tickFormatter={formatDay} minTickGap={36} {...AXIS} />
          <YAxis allowDecimals={false} {...AXIS} />
          <Tooltip
            {...TOOLTIP}
            cursor={{ fill: 'var(--hover)' }}
            labelFormatter={(day) => formatDay(String(day))}
            formatter={(count) => [String(count), 'New leads']}
          />
          <Bar
            dataKey="count"
            fill="var(--accent)"
            radius={[2, 2, 0, 0]}
            maxBarSize={28}
            isAnimationActive={false}
          />
        </BarChart>
      </ResponsiveContainer>
      <ChartTable
        caption="New leads by day"
        head={['Day', 'New leads']}
        rows={days.map(({ day, count }) => [day, String(count)])}
      />
    </figure>
  )
}
