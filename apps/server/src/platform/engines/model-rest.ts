/** A model that failed several times in a row is left alone for a while: a hundred leads need not each find out. */
import type { EngineFailure } from './engine-failure.ts'

export interface ModelRest {
  isResting(): boolean
  answered(): void
  failed(failure: EngineFailure): void
}

const FAILURES_IN_A_ROW = 3
const REST_MS = 30_000
/** What the next task would meet as well; a wrong answer or a spent budget is the task's own. */
const OF_THE_MODEL: ReadonlySet<string> = new Set([
  'engine.unavailable',
  'engine.rate_limited',
  'engine.rejected',
])

export function createModelRest(restMs = REST_MS): ModelRest {
  let inARow = 0
  let until = 0
  return {
    isResting: () => Date.now() < until,
    answered() {
      inARow = 0
    },
    failed({ code }) {
      if (!OF_THE_MODEL.has(code)) return
      inARow += 1
      // One more failure after a rest is enough for the next.
      if (inARow >= FAILURES_IN_A_ROW) until = Date.now() + restMs
    },
  }
}
