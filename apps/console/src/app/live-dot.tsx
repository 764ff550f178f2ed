import type { LiveState } from '../live/follow-events.ts'
import { cn } from '../ui/cn.ts'

const LOOK: Record<LiveState, { dot: string; word: string; hint: string }> = {
  live: { dot: 'bg-[oklch(0.78_0.15_155)]', word: 'Live', hint: 'Changes show by themselves' },
  waiting: {
    dot: 'bg-signal animate-pulse',
    word: 'Connecting',
    hint: 'The line to the server is being made again',
  },
  off: { dot: 'bg-edge', word: 'Not live', hint: 'Load the page again to see what changed' },
}

/** Whether what is on the screen follows the server. */
export function LiveDot({ state, className }: { state: LiveState; className?: string }) {
  const { dot, word, hint } = LOOK[state]
  return (
    <p
      title={hint}
      className={cn(
        'flex items-center justify-center gap-2.5 text-rail-ink-2 text-xs lg:justify-start',
        className,
      )}
    >
      <span aria-hidden className={cn('mx-[0.3rem] size-2 shrink-0 rounded-full', dot)} />
      <span className="sr-only lg:not-sr-only">{word}</span>
    </p>
  )
}
