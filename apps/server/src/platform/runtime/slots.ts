/** The places in which a worker runs executions: filled while work is due, emptied as runs end. */
import { gathered } from '../queue/gathered.ts'
import type { ClaimedExecution } from './claims.store.ts'
import { createPace } from './pace.ts'

/** An execution that this worker has claimed: it runs, or is about to. */
export interface HeldExecution {
  readonly id: string
  abort(reason: string): void
}

export interface Slots {
  /** Claims what is due while there is room; many calls during one become one. */
  fill(): Promise<void>
  isFull(): boolean
  /** Resolves when there is room, or none will be wanted any more. */
  room(): Promise<void>
  held(): ReadonlySet<HeldExecution>
  abort(executionId: string, reason: string): void
  abortAll(reason: string): void
  /** Claims no more; resolves when the last claim has launched what it took, and the rest is given back. */
  close(): Promise<void>
  /** Resolves when everything that runs has ended. */
  ended(): Promise<void>
}

export interface SlotsDeps {
  size: number
  claim: (most: number) => Promise<ClaimedExecution[]>
  run: (execution: ClaimedExecution, signal: AbortSignal) => Promise<void>
  /** What was claimed ahead and finds no place soon is for other workers. */
  giveBack: (executions: ClaimedExecution[]) => Promise<void>
  onError: (error: unknown, what: string) => void
}

/** While runs are quick, so many are claimed for each place: a claim costs as much as half of such a run, however much it takes. */
const AHEAD_PER_PLACE = 2
/** Longest wait of what was claimed ahead. Milliseconds. */
const LONGEST_WAIT_MS = 1_000

interface Entry extends HeldExecution {
  execution: ClaimedExecution
  signal: AbortSignal
  claimedAt: number
}

export function createSlots({ size, claim, run, giveBack, onError }: SlotsDeps): Slots {
  const running = new Map<Entry, Promise<void>>()
  const ahead: Entry[] = []
  const waiting: (() => void)[] = []
  const pace = createPace()
  let closed = false
  const isFull = () => !closed && running.size >= size
  /** None while there is enough at hand. */
  const wanted = () => {
    const most = pace.isQuick() ? size * AHEAD_PER_PLACE : 0
    const place = size - running.size
    return ahead.length > most / 2 ? 0 : place + most - ahead.length
  }

  const launch = (entry: Entry) => {
    const startedAt = performance.now()
    const done = run(entry.execution, entry.signal)
      .catch((error: unknown) => onError(error, `An attempt at ${entry.id} was not recorded`))
      .finally(() => {
        running.delete(entry)
        pace.note(performance.now() - startedAt)
        launchAll()
        void fill()
      })
    running.set(entry, done)
  }
  const launchAll = () => {
    for (const entry of ahead.splice(0, size - running.size)) launch(entry)
  }
  const giveBackLate = async () => {
    const before = closed ? Number.POSITIVE_INFINITY : performance.now() - LONGEST_WAIT_MS
    const late = ahead.findIndex((entry) => entry.claimedAt > before)
    const executions = ahead.splice(0, late < 0 ? ahead.length : late).map((e) => e.execution)
    if (executions.length === 0) return
    await giveBack(executions).catch((error: unknown) => onError(error, 'Giving work back failed'))
  }
  const claimAll = async () => {
    for (let most = wanted(); !closed && most > 0; most = wanted()) {
      const executions = await claim(most)
      ahead.push(...executions.map(toEntry))
      launchAll()
      if (ahead.length > 0) setTimeout(() => void giveBackLate(), LONGEST_WAIT_MS + 1).unref()
      if (executions.length < most) return
    }
  }
  const fill = gathered(async () => {
    await claimAll().catch((error: unknown) => onError(error, 'Claiming work failed'))
    if (!isFull()) for (const resolve of waiting.splice(0)) resolve()
  })
  const held = () => new Set([...running.keys(), ...ahead])
  return {
    fill,
    isFull,
    room: () => (isFull() ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
    held,
    abort(executionId, reason) {
      for (const entry of held()) if (entry.id === executionId) entry.abort(reason)
    },
    abortAll(reason) {
      for (const entry of held()) entry.abort(reason)
    },
    async close() {
      closed = true
      await fill()
      await giveBackLate()
    },
    ended: async () => void (await Promise.all(running.values())),
  }
}

function toEntry(execution: ClaimedExecution): Entry {
  const controller = new AbortController()
  return {
    id: execution.id,
    abort: (reason) => controller.abort(reason),
    execution,
    signal: controller.signal,
    claimedAt: performance.now(),
  }
}
