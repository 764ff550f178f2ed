/** The only SQL about what starts agents on events: the position in the outbox, the run behind an event. */
import { EventPayload, type EventType } from '@insa/contracts'
import { sql } from 'kysely'
import type { SystemTx, TenantTx } from '../database/database.ts'

/** In `event_positions`. */
const READER = 'agents'

export interface NewEvent {
  id: string
  organizationId: string
  executionId: string | null
  payload: EventPayload
}

export interface EventPage {
  /** In the order of their numbers. */
  events: NewEvent[]
  /** Everything up to this number has been looked at; null: there is nothing new. */
  upTo: number | null
  isFull: boolean
}

/** What is new of some types after the position. Numbers appear in order (event-hub.ts): none below the last comes later. */
export async function readNewEvents(
  tx: SystemTx,
  types: readonly EventType[],
  most: number,
): Promise<EventPage> {
  const { rows: at } = await sql<{ position: string; last: string | null }>`
    select seq as position, (select max(seq) from events) as last from event_positions
    where reader = ${READER}`.execute(tx.db)
  const [position, last] = [Number(at[0]?.position ?? 0), Number(at[0]?.last ?? 0)]
  if (last <= position) return { events: [], upTo: null, isFull: false }
  const rows = await tx.db
    .selectFrom('events')
    .select(['id', 'seq', 'organization_id', 'execution_id', 'payload'])
    .where('seq', '>', position)
    .where('seq', '<=', last)
    .where('type', 'in', types)
    .orderBy('seq')
    .limit(most)
    .execute()
  const isFull = rows.length === most
  const events = rows.map((row) => ({
    id: row.id,
    organizationId: row.organization_id,
    executionId: row.execution_id,
    payload: EventPayload.parse(row.payload),
  }))
  return { events, upTo: isFull ? Number(rows.at(-1)?.seq) : last, isFull }
}

/** Never back: another scheduler may have got further. */
export async function keepPosition(tx: SystemTx, seq: number): Promise<void> {
  await tx.db
    .updateTable('event_positions')
    .set({ seq })
    .where('reader', '=', READER)
    .where('seq', '<', seq)
    .execute()
}

export interface RunBehind {
  id: string
  correlation_id: string
  traceparent: string | null
  initiators: string[]
  tainted_by: string | null
  /** Runs in a row, this one included, each of which began on an event of the one before. */
  chain: number
}

/** The run that has caused an event. @param most a longer chain is not followed further. */
export async function findRunBehind(
  tx: TenantTx,
  executionId: string,
  most: number,
): Promise<RunBehind | undefined> {
  const { rows } = await sql<RunBehind>`
    with recursive chain as (
      select id, fed_by, started_by_event, 1 as depth from agent_executions where id = ${executionId}
      union all
      select e.id, e.fed_by, e.started_by_event, c.depth + 1 from chain c join agent_executions e on e.id = c.fed_by
      where c.started_by_event is not null and c.depth <= ${most}
    )
    select e.id, e.correlation_id, e.traceparent, e.initiators, e.tainted_by,
      (select count(*)::int from chain where started_by_event is not null) as chain
    from agent_executions e where e.id = ${executionId}`.execute(tx.db)
  return rows[0]
}

/** What the last run of this type about this lead has come to, before `executionId`; replays do not count. */
export async function findLastOutput(
  tx: TenantTx,
  about: { agentType: string; leadId: string; executionId: string },
): Promise<Record<string, unknown> | null> {
  const row = await tx.db
    .selectFrom('agent_executions')
    .select('output_data')
    .where('lead_id', '=', about.leadId)
    .where('agent_type', '=', about.agentType)
    .where('status', '=', 'succeeded')
    .where('replay', 'is', null)
    .where('id', '<', about.executionId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return (row?.output_data ?? null) as Record<string, unknown> | null
}
