import type { ExecutionStep, StepKind } from '@insa/contracts'
import {
  CircleHelp,
  Cog,
  Database,
  Hand,
  LoaderCircle,
  type LucideIcon,
  Send,
  Sparkles,
  Wrench,
  X,
} from 'lucide-react'
import { cn } from './cn.ts'
import { formatDuration } from './format.ts'

const KIND: Record<StepKind, { label: string; icon: LucideIcon }> = {
  tool: { label: 'Tool', icon: Wrench },
  engine: { label: 'Engine', icon: Sparkles },
  code: { label: 'Code', icon: Cog },
  store: { label: 'Store', icon: Database },
  effect: { label: 'Effect', icon: Send },
}

const STATUS_LOOK = {
  running: { dot: 'bg-medium-soft text-medium', word: 'running' },
  waiting_approval: { dot: 'bg-high-soft text-high', word: 'waits for a person' },
  succeeded: { dot: 'bg-good-soft text-good', word: 'done' },
  failed: { dot: 'bg-immediate-soft text-immediate', word: 'failed' },
  replayed: { dot: 'bg-low-soft text-low', word: 'from the record' },
  unknown: { dot: 'bg-high-soft text-high', word: 'fate unknown' },
} as const

function StepIcon({ step }: { step: ExecutionStep }) {
  const className = 'size-3.5'
  if (step.status === 'running')
    return <LoaderCircle aria-hidden className={cn(className, 'animate-spin')} />
  if (step.status === 'waiting_approval') return <Hand aria-hidden className={className} />
  if (step.status === 'failed') return <X aria-hidden className={className} />
  if (step.status === 'unknown') return <CircleHelp aria-hidden className={className} />
  const Icon = KIND[step.kind].icon
  return <Icon aria-hidden className={className} />
}

/** The steps of an execution, top to bottom, each with what it did and how long it took. */
export function StepTimeline({
  steps,
  dense,
}: {
  steps: readonly ExecutionStep[]
  dense?: boolean
}) {
  return (
    <ol aria-live="polite" className="grid">
      {steps.map((step, index) => {
        const look = STATUS_LOOK[step.status]
        return (
          <li key={step.seq} className={cn('relative flex gap-3', dense ? 'pb-2.5' : 'pb-4')}>
            {index < steps.length - 1 && (
              <span aria-hidden className="absolute top-6 bottom-0 left-[0.72rem] w-px bg-line" />
            )}
            <span
              className={cn('z-10 grid size-6 shrink-0 place-items-center rounded-full', look.dot)}
            >
              <StepIcon step={step} />
            </span>
            <div className="min-w-0 flex-1 pt-0.5">
              <p className="flex items-baseline gap-2">
                <span className="break-all font-medium font-mono text-xs">{step.name}</span>
                <span className="text-2xs text-ink-3">
                  {KIND[step.kind].label} · {look.word}
                </span>
                <span className="num ml-auto whitespace-nowrap text-ink-2 text-xs">
                  {step.duration_ms === null ? '…' : formatDuration(step.duration_ms)}
                </span>
              </p>
              {step.summary && <p className="text-ink-2 text-sm">{step.summary}</p>}
            </div>
          </li>
        )
      })}
    </ol>
  )
}
