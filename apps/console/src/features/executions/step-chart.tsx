import type { ExecutionStep } from '@insa/contracts'
import { cn } from '../../ui/cn.ts'
import { formatDuration } from '../../ui/format.ts'
import { layOut } from './step-layout.ts'

/** Each step where it stands in time, to see at a glance what took long. */
export function StepChart({ steps }: { steps: readonly ExecutionStep[] }) {
  const { bars, totalMs } = layOut(steps)
  return (
    <figure
      aria-label={`Steps over ${formatDuration(totalMs)}`}
      className="grid gap-1 rounded-lg bg-sunken p-3"
    >
      {bars.map(({ step, left, width }) => (
        <div
          key={step.seq}
          className="relative h-2.5"
          title={`${step.name}: ${step.duration_ms === null ? 'running' : formatDuration(step.duration_ms)}`}
        >
          <span
            className={cn(
              'absolute inset-y-0 min-w-0.5 rounded-sm',
              step.status === 'failed'
                ? 'bg-immediate'
                : step.status === 'unknown'
                  ? 'bg-high'
                  : 'bg-accent',
              step.status === 'replayed' && 'bg-edge',
              step.status === 'running' && 'animate-pulse bg-medium',
            )}
            style={{ left: `${left}%`, width: `${width}%` }}
          />
        </div>
      ))}
      <figcaption className="num flex justify-between pt-1 text-ink-3 text-xs">
        <span>0</span>
        <span>{formatDuration(totalMs)}</span>
      </figcaption>
    </figure>
  )
}
