/** Counts for all processes together while Redis answers; in this process alone while it does not. */
import type { Counters, Taken } from './counters.ts'

/** A shared counter that failed is left alone for so long: a Redis that hangs does not slow every request. Milliseconds. */
const REST_MS = 2_000

export interface SharedCountersDeps {
  local: Counters
  shared: Counters
  /** Milliseconds */
  now?: () => number
}

/**
 * Both are asked each time, and either may refuse. So the local ones know all that came through this process, and when the
 * shared ones go away nobody gets as many tries again as they had.
 */
export function createSharedCounters({
  local,
  shared,
  now = () => performance.now(),
}: SharedCountersDeps): Counters {
  let restsUntil = 0
  const ask = async <T>(call: () => Promise<T>): Promise<T | null> => {
    if (now() < restsUntil) return null
    try {
      return await call()
    } catch {
      // That Redis is away is told by its connection.
      restsUntil = now() + REST_MS
      return null
    }
  }
  return {
    async take(limits): Promise<Taken> {
      const here = await local.take(limits)
      if (!here.counted) return here
      const everywhere = await ask(() => shared.take(limits))
      if (!everywhere) return here
      if (!everywhere.counted) await local.giveBack(limits)
      return everywhere
    },
    async giveBack(limits) {
      await local.giveBack(limits)
      await ask(() => shared.giveBack(limits))
    },
  }
}
