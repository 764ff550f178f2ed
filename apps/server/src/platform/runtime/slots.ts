/** The places in which a worker runs executions: filled while work is due, emptied as runs end. */
import { gathered } from '../queue/gathered.ts'
import type { ExecutionRow } from './execution.ts'

export interface RunningExecution {
  readonly id: string
  abort(reason: string): void
}

export interface Slots {
  /** Claims what is due while there is room; many calls during one become one. */
  fill(): Promise<void>
  isFull(): boolean
  /** Resolves when there is room, or none will be wanted any more. */
  room(): Promise<void>
  running(): ReadonlySet<RunningExecution>
  abort(executionId: string, reason: string): void
  abortAll(reason: string): void
  /** Claims no more; resolves when the last claim has launched what it took. */
  close(): Promise<void>
  /** Resolves when everything that runs has ended. */
  ended(): Promise<void>
}

export interface SlotsDeps {
  size: number
  claim: (most: number) => Promise<ExecutionRow[]>
  run: (execution: ExecutionRow, signal: AbortSignal) => Promise<void>
  onError: (error: unknown, what: string) => void
}

export function createSlots({ size, claim, run, onError }: SlotsDeps): Slots {
  const running = new Map<RunningExecution, Promise<void>>()
  const waiting: (() => void)[] = []
  let closed = false
  const isFull = () => !closed && running.size >= size

  const launch = (execution: ExecutionRow) => {
    const controller = new AbortController()
    const entry = { id: execution.id, abort: (reason: string) => controller.abort(reason) }
    const done = run(execution, controller.signal)
      .catch((error: unknown) => onError(error, `An attempt at ${execution.id} was not recorded`))
      .finally(() => {
        running.delete(entry)
        void fill()
      })
    running.set(entry, done)
  }
  const claimAll = async () => {
    while (!closed && !isFull()) {
      const free = size - running.size
      const executions = await claim(free)
      executions.forEach(launch)
      if (executions.length < free) return
    }
  }
  const fill = gathered(async () => {
    await claimAll().catch((error: unknown) => onError(error, 'Claiming work failed'))
    if (!isFull()) for (const resolve of waiting.splice(0)) resolve()
  })
  return {
    fill,
    isFull,
    room: () => (isFull() ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
    running: () => new Set(running.keys()),
    abort(executionId, reason) {
      for (const entry of running.keys()) if (entry.id === executionId) entry.abort(reason)
    },
    abortAll(reason) {
      for (const entry of running.keys()) entry.abort(reason)
    },
    async close() {
      closed = true
      await fill()
    },
    ended: async () => void (await Promise.all(running.values())),
  }
}
