import { Progress as RadixProgress } from 'radix-ui'

/** `value` null: working, nobody knows how far. */
export function ProgressBar({
  label,
  value,
  max,
}: {
  label: string
  value: number | null
  max: number
}) {
  const share = value === null || max === 0 ? 0.35 : value / max
  return (
    <RadixProgress.Root
      aria-label={label}
      value={value}
      max={Math.max(1, max)}
      className="h-2 w-full overflow-hidden rounded-full bg-line"
    >
      <RadixProgress.Indicator
        className="h-full rounded-full bg-accent transition-[width] duration-200 data-[state=indeterminate]:animate-pulse"
        style={{ width: `${share * 100}%` }}
      />
    </RadixProgress.Root>
  )
}
