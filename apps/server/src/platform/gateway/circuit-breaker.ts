/** Lets a server that keeps failing rest: no call waits for it, until one is let through to try. */
export type CircuitState = 'closed' | 'open' | 'half_open'

export interface CircuitBreaker {
  readonly state: CircuitState
  /** Whether a call may go ahead now; while half open, one at a time. */
  admits(): boolean
  succeeded(): void
  failed(): void
  /** Forgets what was: somebody restarted the server. */
  reset(): void
}

export interface CircuitOptions {
  /** So many failures in a row open it. */
  failures: number
  /** It stays open for so long, milliseconds. */
  restMs: number
  /** Milliseconds; any monotonic clock. */
  now: () => number
}

export function createCircuitBreaker({ failures, restMs, now }: CircuitOptions): CircuitBreaker {
  let inRow = 0
  let openedAt: number | null = null
  let trying = false
  const state = (): CircuitState => {
    if (openedAt === null) return 'closed'
    return now() - openedAt < restMs ? 'open' : 'half_open'
  }
  const reset = () => {
    inRow = 0
    openedAt = null
    trying = false
  }
  return {
    get state() {
      return state()
    },
    admits() {
      const is = state()
      if (is === 'closed') return true
      if (is === 'open' || trying) return false
      trying = true
      return true
    },
    succeeded: reset,
    failed() {
      inRow += 1
      trying = false
      if (openedAt !== null || inRow >= failures) openedAt = now()
    },
    reset,
  }
}
