import { cn } from '../../ui/cn.ts'

interface SparklineProps {
  /** How often in each hour, the oldest first. */
  hours: readonly number[]
  className?: string
}

/** Bars of one hour each; an hour with one of many still shows. */
export function Sparkline({ hours, className }: SparklineProps) {
  const most = Math.max(1, ...hours)
  const total = hours.reduce((sum, count) => sum + count, 0)
  return (
    <svg
      role="img"
      aria-label={`${total} in the last ${hours.length} hours`}
      viewBox={`0 0 ${hours.length * 4} 20`}
      preserveAspectRatio="none"
      className={cn('text-accent', className)}
    >
      <title>{`${total} in the last ${hours.length} hours`}</title>
      {hours.map((count, hour) => {
        const height = count === 0 ? 1 : Math.max(3, (count / most) * 20)
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its place
            key={hour}
            x={hour * 4}
            y={20 - height}
            width={3}
            height={height}
            className={count === 0 ? 'fill-line' : 'fill-current'}
          />
        )
      })}
    </svg>
  )
}
