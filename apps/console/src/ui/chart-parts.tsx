/** The look of the charts' axes. */
export const AXIS = {
  tick: { fill: 'var(--ink-3)', fontSize: 12 },
  tickLine: false,
  axisLine: { stroke: 'var(--line)' },
} as const

export const TOOLTIP = {
  isAnimationActive: false,
  contentStyle: {
    background: 'var(--surface)',
    border: '1px solid var(--line)',
    borderRadius: 8,
    boxShadow: 'var(--shadow-pop)',
    fontSize: 13,
    padding: '6px 10px',
  },
  labelStyle: { color: 'var(--ink-3)', fontSize: 12 },
  itemStyle: { color: 'var(--ink)' },
} as const

interface ChartTableProps {
  caption: string
  head: readonly string[]
  rows: readonly (readonly string[])[]
}

/** What the chart shows, for who cannot see it. */
export function ChartTable({ caption, head, rows }: ChartTableProps) {
  return (
    <table className="sr-only">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {head.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row[0]}>
            {row.map((cell, index) => (
              <td key={head[index]}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
