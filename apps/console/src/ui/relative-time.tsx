import { useSyncExternalStore } from 'react'
import { cn } from './cn.ts'
import { formatAge, formatInstant } from './format.ts'

/** Ages are shown in minutes at the finest: one clock for all of them. */
const TICK_MS = 30_000

let now = Date.now()
const readers = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(reader: () => void): () => void {
  readers.add(reader)
  timer ??= setInterval(() => {
    now = Date.now()
    for (const read of readers) read()
  }, TICK_MS)
  return () => {
    readers.delete(reader)
    if (readers.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** `5m ago`, kept current, with the full time on hover. */
export function RelativeTime({ at, className }: { at: string; className?: string }) {
  useSyncExternalStore(subscribe, () => now)
  return (
    <time dateTime={at} title={formatInstant(at)} className={cn('whitespace-nowrap', className)}>
      {formatAge(at, Date.now())}
    </time>
  )
}
