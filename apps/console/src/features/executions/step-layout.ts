import type { ExecutionStep } from '@insa/contracts'

export interface StepBar {
  step: ExecutionStep
  /** Percent of the whole. */
  left: number
  width: number
}

/** Where each step stands between the first one's start and the last one's end. A running step has no length yet. */
export function layOut(steps: readonly ExecutionStep[]): { bars: StepBar[]; totalMs: number } {
  const times = steps.map((step) => {
    const start = Date.parse(step.started_at)
    return { step, start, end: start + (step.duration_ms ?? 0) }
  })
  const first = Math.min(...times.map(({ start }) => start))
  const last = Math.max(...times.map(({ end }) => end))
  const totalMs = Math.max(1, last - first)
  const bars = times.map(({ step, start, end }) => ({
    step,
    left: ((start - first) / totalMs) * 100,
    width: ((end - start) / totalMs) * 100,
  }))
  return { bars, totalMs: steps.length === 0 ? 0 : totalMs }
}
