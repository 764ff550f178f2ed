/** Gives a call of a model up after too long a silence, and at the run's end. */
import type { ModelRun } from './model-run.ts'
import type { Trouble } from './model-trouble.ts'

export interface SilenceWatch {
  signal: AbortSignal
  heard(): void
  stop(): void
  trouble(error: unknown): Trouble
}

export function silenceWatch({ limits, signal }: ModelRun): SilenceWatch {
  const quiet = new AbortController()
  const wait = () =>
    setTimeout(
      () => quiet.abort(),
      Math.max(1, Math.min(limits.silenceMs, limits.deadline - Date.now())),
    )
  let timer = wait()
  return {
    signal: AbortSignal.any([signal, quiet.signal]),
    heard() {
      clearTimeout(timer)
      timer = wait()
    },
    stop: () => clearTimeout(timer),
    trouble: (error) =>
      quiet.signal.aborted
        ? { kind: 'timeout', message: 'The model was silent for too long.' }
        : { kind: 'broken', message: error instanceof Error ? error.message : String(error) },
  }
}
