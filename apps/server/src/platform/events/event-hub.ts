/**
 * Delivers events. They are numbered after their commit by one process at a time, so numbers appear in order and a reader
 * who has seen N never misses a lower one; then each process hands what is new to its own readers.
 */
import { EventPayload } from '@insa/contracts'
import { type Selectable, sql } from 'kysely'
import type { Database, SystemTx } from '../database/database.ts'
import type { Events } from '../database/schema.generated.ts'
import type { PubSub } from './pub-sub.ts'

export interface StoredEvent {
  seq: number
  organizationId: string
  executionId: string | null
  payload: EventPayload
}

export interface EventFilter {
  organizationId: string
  executionId?: string
}

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

/** Any constant of our own: one process numbers at a time. */
const NUMBERING_LOCK = 4_672_003

const BATCH = 1_000

export interface EventHubDeps {
  database: Database
  pubSub: PubSub
  onError: (error: unknown) => void
}

export function createEventHub({ database, pubSub, onError }: EventHubDeps): EventHub {
  const listeners = new Set<(events: StoredEvent[]) => void>()
  let seen: number | null = null
  let stopped = false
  let running: Promise<void> | null = null
  let soon: NodeJS.Timeout | undefined
  let again = false

  const deliver = async () => {
    seen ??= await lastSeq(database)
    for (;;) {
      const { events, numbered } = await takeNew(database, seen)
      // Numbered first, so that the others have only to read.
      if (numbered) pubSub.publish('events', '')
      const last = events.at(-1)
      if (!last) return
      seen = last.seq
      for (const listener of listeners) listener(events)
      if (events.length < BATCH) return
    }
  }
  const run = async () => {
    do {
      again = false
      await deliver().catch(onError)
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
  const unsubscribe = pubSub.subscribe('events', wake)
  // PGlite has one process, whose own commits wake it; a poll there only covers a wake lost to an error.
  const timer = setInterval(wake, database.kind === 'pglite' ? POLL_MS * 10 : POLL_MS)
  timer.unref()
  wake()
  return {
    wake,
    wakeSoon() {
      if (!stopped) soon ??= setTimeout(wake, SOON_MS)
    },
    follow: (filter, afterSeq, signal) => follow(database, listeners, filter, afterSeq, signal),
    async stop() {
      stopped = true
      unsubscribe()
      clearInterval(timer)
      clearTimeout(soon)
      await running
    },
  }
}

async function* follow(
  database: Database,
  listeners: Set<(events: StoredEvent[]) => void>,
  filter: EventFilter,
  afterSeq: number | null,
  signal: AbortSignal,
): AsyncGenerator<StoredEvent> {
  const queue: StoredEvent[] = []
  let wakeReader: () => void = () => undefined
  const listener = (events: StoredEvent[]) => {
    queue.push(...events.filter((e) => matches(e, filter)))
    wakeReader()
  }
  const abort = () => wakeReader()
  listeners.add(listener)
  signal.addEventListener('abort', abort)
  let last = afterSeq ?? -1
  try {
    // Listening began before this read: what comes in between is in both, and told apart by its number.
    while (afterSeq !== null && !signal.aborted) {
      const page = await database.sweeper((tx) => read(tx, last, filter))
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
    listeners.delete(listener)
    signal.removeEventListener('abort', abort)
  }
}

const matches = (event: StoredEvent, filter: EventFilter) =>
  event.organizationId === filter.organizationId &&
  (filter.executionId === undefined || event.executionId === filter.executionId)

async function lastSeq(database: Database): Promise<number> {
  const row = await database.sweeper((tx) =>
    tx.db
      .selectFrom('events')
      .select((e) => e.fn.max('seq').as('seq'))
      .executeTakeFirst(),
  )
  return Number(row?.seq ?? 0)
}

/** Numbers committed events in the order of their making. @returns what is new after `seen`: those, and other processes'. */
async function takeNew(
  database: Database,
  seen: number,
): Promise<{ events: StoredEvent[]; numbered: boolean }> {
  return database.sweeper(async (tx) => {
    // On PGlite nobody else numbers.
    if (database.kind !== 'pglite')
      await sql`select pg_advisory_xact_lock(${sql.lit(NUMBERING_LOCK)})`.execute(tx.db)
    const { rows } = await sql<EventRow>`
      update events set seq = n.seq from (
        select id, nextval('events_seq') as seq
        from (select id from events where seq is null order by id limit ${sql.lit(BATCH)}) o
      ) n where events.id = n.id
      returning events.seq, organization_id, execution_id, payload`.execute(tx.db)
    const own = rows.map(toEvent).sort((a, b) => a.seq - b.seq)
    const numbered = own.length > 0
    // The very next number: no other process has numbered any in between.
    if (own[0]?.seq === seen + 1) return { events: own, numbered }
    return { events: await read(tx, seen, null), numbered }
  })
}

type EventRow = Pick<Selectable<Events>, 'seq' | 'organization_id' | 'execution_id' | 'payload'>

/** A page of what comes after a number. */
async function read(
  tx: SystemTx,
  after: number,
  filter: EventFilter | null,
): Promise<StoredEvent[]> {
  let query = tx.db
    .selectFrom('events')
    .select(['seq', 'organization_id', 'execution_id', 'payload'])
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(BATCH)
  if (filter) query = query.where('organization_id', '=', filter.organizationId)
  if (filter?.executionId) query = query.where('execution_id', '=', filter.executionId)
  return (await query.execute()).map(toEvent)
}

const toEvent = (row: EventRow): StoredEvent => ({
  seq: Number(row.seq),
  organizationId: row.organization_id,
  executionId: row.execution_id,
  payload: EventPayload.parse(row.payload),
})
