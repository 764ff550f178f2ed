/** How long runs take at present. */
export interface Pace {
  /** @param tookMs milliseconds of a run that has ended. */
  note(tookMs: number): void
  /** Whether a run that waits for another waits no time that anybody would see. */
  isQuick(): boolean
}

/** Milliseconds. */
const QUICK_MS = 250
/** What the newest run counts, beside all before it. */
const WEIGHT = 0.2

export function createPace(): Pace {
  let averageMs = Number.POSITIVE_INFINITY
  return {
    note(tookMs) {
      averageMs = Number.isFinite(averageMs) ? averageMs + WEIGHT * (tookMs - averageMs) : tookMs
    },
    isQuick: () => averageMs < QUICK_MS,
  }
}
