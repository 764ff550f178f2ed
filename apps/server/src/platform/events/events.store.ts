/** The SQL about numbered events; writing them: outbox.ts. */
import { EventPayload } from '@insa/contracts'
import { type Selectable, sql } from 'kysely'
import type { Database, SystemTx } from '../database/database.ts'
import type { Events } from '../database/schema.generated.ts'

/** Any constant of our own: one process numbers at a time. */
const NUMBERING_LOCK = 4_672_003

/** Events of one page, or numbered at once. */
export const BATCH = 1_000

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

/** Not read yet as the contract says. */
export type EventRow = Pick<
  Selectable<Events>,
  'seq' | 'organization_id' | 'execution_id' | 'payload'
>

/** The greatest number so far. */
export async function lastSeq(database: Database): Promise<number> {
  const row = await database.sweeper((tx) =>
    tx.db
      .selectFrom('events')
      .select((e) => e.fn.max('seq').as('seq'))
      .executeTakeFirst(),
  )
  return Number(row?.seq ?? 0)
}

/** Numbers committed events in the order of their making. @returns what is new after `seen`: those, and other processes'. */
export function takeNew(
  database: Database,
  seen: number,
): Promise<{ events: EventRow[]; numbered: boolean }> {
  return database.sweeper(async (tx) => {
    const own = await numberIn(tx, database)
    const numbered = own.length > 0
    // The very next number: no other process has numbered any in between.
    if (Number(own[0]?.seq) === seen + 1) return { events: own, numbered }
    return { events: await read(tx, seen, null), numbered }
  })
}

/** As `takeNew`, where nobody reads. */
export async function numberEvents(database: Database): Promise<void> {
  for (;;) {
    const { length } = await database.sweeper((tx) => numberIn(tx, database))
    if (length < BATCH) return
  }
}

/** A page of one reader's events, after a number. */
export async function readEvents(
  database: Database,
  after: number,
  filter: EventFilter,
): Promise<StoredEvent[]> {
  return (await database.sweeper((tx) => read(tx, after, filter))).map(toEvent)
}

async function numberIn(tx: SystemTx, { kind }: Database): Promise<EventRow[]> {
  // On PGlite nobody else numbers.
  if (kind !== 'pglite')
    await sql`select pg_advisory_xact_lock(${sql.lit(NUMBERING_LOCK)})`.execute(tx.db)
  const { rows } = await sql<EventRow>`
    update events set seq = n.seq from (
      select id, nextval('events_seq') as seq
      from (select id from events where seq is null order by id limit ${sql.lit(BATCH)}) o
    ) n where events.id = n.id
    returning events.seq, organization_id, execution_id, payload`.execute(tx.db)
  return rows.sort((a, b) => Number(a.seq) - Number(b.seq))
}

function read(tx: SystemTx, after: number, filter: EventFilter | null): Promise<EventRow[]> {
  let query = tx.db
    .selectFrom('events')
    .select(['seq', 'organization_id', 'execution_id', 'payload'])
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(BATCH)
  if (filter) query = query.where('organization_id', '=', filter.organizationId)
  if (filter?.executionId) query = query.where('execution_id', '=', filter.executionId)
  return query.execute()
}

export const toEvent = (row: EventRow): StoredEvent => ({
  seq: Number(row.seq),
  organizationId: row.organization_id,
  executionId: row.execution_id,
  payload: EventPayload.parse(row.payload),
})
