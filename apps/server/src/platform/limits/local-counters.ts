/** In this process's memory. */
import type { Counters, Limit } from './counters.ts'

interface Window {
  count: number
  endsAt: number
}

/** Beyond this many keys the oldest windows are forgotten: memory is bounded, whoever knocks. */
const MAX_KEYS = 20_000

/** @param now milliseconds */
export function createLocalCounters(now: () => number = Date.now): Counters {
  const windows = new Map<string, Window>()

  const current = (key: string): Window | undefined => {
    const window = windows.get(key)
    if (window && window.endsAt > now()) return window
    windows.delete(key)
    return undefined
  }
  const count = ({ key, windowMs }: Limit): Window => {
    const window = current(key) ?? { count: 0, endsAt: now() + windowMs }
    window.count += 1
    windows.set(key, window)
    return window
  }
  const told = (counted: boolean, window: Window | undefined) => ({
    counted,
    count: window?.count ?? 0,
    endsInMs: (window?.endsAt ?? now()) - now(),
  })
  return {
    async take(limits) {
      for (const { key, max } of limits) {
        const window = current(key)
        if (window && window.count >= max) return told(false, window)
      }
      const [first] = limits.map(count)
      for (const oldest of windows.keys()) {
        if (windows.size <= MAX_KEYS) break
        windows.delete(oldest)
      }
      return told(true, first)
    },
    async giveBack(limits) {
      for (const { key } of limits) {
        const window = current(key)
        if (window && window.count > 0) window.count -= 1
      }
    },
  }
}
