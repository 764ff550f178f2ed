/**
 * What the start and the demo leave behind: about 150 MB of garbage that V8 collects only when it needs room, and an idle
 * process never does. One full collection, at the first quiet moment, gives it back to the machine; it stops the process
 * for 0.1 to 0.3 s, which is why it waits until nobody is served.
 */
import { performance } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const LOOK_EVERY_MS = 2_000
/** Share of the time between two looks in which the process did something. */
const QUIET = 0.05

interface Machine {
  /** Share of the time since the last call in which the process was busy, 0 to 1. */
  busy(): number
  collect(): void
}

/** Collects once, when the process is quiet. @returns ends the waiting. */
export function giveBackMemoryWhenQuiet(machine: Machine = thisProcess()): () => void {
  machine.busy()
  const timer = setInterval(() => {
    if (machine.busy() > QUIET) return
    clearInterval(timer)
    machine.collect()
  }, LOOK_EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}

export function thisProcess(): Machine {
  let last = performance.eventLoopUtilization()
  return {
    busy: () => {
      const now = performance.eventLoopUtilization()
      const { utilization } = performance.eventLoopUtilization(now, last)
      last = now
      return utilization
    },
    collect: () => {
      // V8 shows its collector only to contexts made after this flag, so no other code of ours sees it.
      setFlagsFromString('--expose-gc')
      const gc: (options: object) => void = runInNewContext('gc')
      setFlagsFromString('--no-expose-gc')
      gc({ type: 'major', execution: 'sync', flavor: 'last-resort' })
    },
  }
}
