/**
 * Delivers events. They are numbered after their commit by one process at a time, so numbers appear in order and a reader
 * who has seen N never misses a lower one; then each process hands what is new to its own readers.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../database/database.ts'
import {
  BATCH,
  type EventFilter,
  type EventRow,
  lastSeq,
  numberEvents,
  readEvents,
  type StoredEvent,
  takeNew,
  toEvent,
} from './events.store.ts'
import type { PubSub } from './pub-sub.ts'

export interface EventHub {
  /** New events are in the outbox. */
  wake(): void
  /** As `wake`, for events that may come a moment later, together with others. */
  wakeSoon(): void
  /** All after `afterSeq` (null: only what comes from now on), then live, until the signal. */
  follow(
    filter: EventFilter,
    afterSeq: number | null,
    signal: AbortSignal,
  ): AsyncIterable<StoredEvent>
  stop(): Promise<void>
}

/** Another process's events are noticed within this time, in milliseconds, where nobody tells of them. */
const POLL_MS = 1_000

/** How long events that may come together are waited for, in milliseconds: nobody sees it, and a run's steps cost one delivery. */
const SOON_MS = 50

/** Deliveries begin at least so far apart, in milliseconds: a busy site's events come some at a time, and nobody sees it. */
const GAP_MS = 20

export interface EventHubDeps {
  database: Database
  pubSub: PubSub
  onError: (error: unknown) => void
}

/** Who reads here. */
interface Reader {
  filter: EventFilter
  take(event: StoredEvent): void
}

/**
 * A process where nobody reads numbers nothing of what it writes: it tells the others, and one that has readers does. Where
 * nobody reads anywhere, events are numbered at the next look.
 */
export function createEventHub({ database, pubSub, onError }: EventHubDeps): EventHub {
  const readers = new Set<Reader>()
  /** How far our readers have been served; null while there are none. */
  let place: Promise<{ seen: number }> | null = null
  let stopped = false
  let running: Promise<void> | null = null
  let soon: NodeJS.Timeout | undefined
  let again = false

  const findPlace = () => {
    place ??= lastSeq(database).then((seen) => ({ seen }))
    place.catch(() => {
      place = null
    })
    return place
  }
  const deliver = async () => {
    if (readers.size === 0) {
      place = null
      pubSub.publish('events', '')
      return
    }
    const at = await findPlace()
    for (;;) {
      const { events, numbered } = await takeNew(database, at.seen)
      // Numbered first, so that the others have only to read.
      if (numbered) pubSub.publish('events', '')
      const last = events.at(-1)
      if (!last) return
      at.seen = Number(last.seq)
      for (const row of events) hand(row, readers)
      if (events.length < BATCH) return
    }
  }
  const run = async () => {
    do {
      again = false
      const gap = sleep(GAP_MS)
      await deliver().catch(onError)
      await gap
    } while (again && !stopped)
    running = null
  }
  const wake = () => {
    clearTimeout(soon)
    soon = undefined
    if (stopped) return
    again = true
    running ??= run()
  }
  const unsubscribe = pubSub.subscribe('events', () => {
    if (readers.size > 0) wake()
  })
  // PGlite has one process, whose own commits wake it; a poll there only covers a wake lost to an error.
  const timer = setInterval(
    () => (readers.size > 0 ? wake() : void numberEvents(database).catch(onError)),
    database.kind === 'pglite' ? POLL_MS * 10 : POLL_MS,
  )
  timer.unref()
  return {
    wake,
    wakeSoon() {
      if (!stopped) soon ??= setTimeout(wake, SOON_MS)
    },
    follow(filter, afterSeq, signal) {
      return follow(database, { readers, findPlace, wake }, filter, afterSeq, signal)
    },
    async stop() {
      stopped = true
      unsubscribe()
      clearInterval(timer)
      clearTimeout(soon)
      await running
    },
  }
}

/** Read as the contract says only where somebody wants it. */
function hand(row: EventRow, readers: ReadonlySet<Reader>): void {
  let event: StoredEvent | null = null
  for (const { filter, take } of readers) {
    if (!matches(row, filter)) continue
    event ??= toEvent(row)
    take(event)
  }
}

interface Hub {
  readers: Set<Reader>
  findPlace: () => Promise<unknown>
  wake: () => void
}

async function* follow(
  database: Database,
  { readers, findPlace, wake }: Hub,
  filter: EventFilter,
  afterSeq: number | null,
  signal: AbortSignal,
): AsyncGenerator<StoredEvent> {
  const queue: StoredEvent[] = []
  let wakeReader: () => void = () => undefined
  const reader: Reader = {
    filter,
    take(event) {
      queue.push(event)
      wakeReader()
    },
  }
  const abort = () => wakeReader()
  readers.add(reader)
  signal.addEventListener('abort', abort)
  let last = afterSeq ?? -1
  try {
    // Listening began before this read: what comes in between is in both, and told apart by its number.
    await findPlace()
    wake()
    while (afterSeq !== null && !signal.aborted) {
      const page = await readEvents(database, last, filter)
      for (const event of page) {
        last = event.seq
        yield event
      }
      if (page.length < BATCH) break
    }
    while (!signal.aborted) {
      for (let event = queue.shift(); event; event = queue.shift()) {
        if (event.seq <= last) continue
        last = event.seq
        yield event
      }
      if (signal.aborted) return
      await new Promise<void>((resolve) => {
        wakeReader = resolve
        if (queue.length > 0 || signal.aborted) resolve()
      })
    }
  } finally {
    readers.delete(reader)
    signal.removeEventListener('abort', abort)
  }
}

const matches = (row: EventRow, filter: EventFilter) =>
  row.organization_id === filter.organizationId &&
  (filter.executionId === undefined || row.execution_id === filter.executionId)
