/** The only SQL about `error_groups` and `error_hours`. Moments are the database's: clocks of processes may differ. */
import type { ErrorGroupDetail, ErrorListQuery, ErrorStatus } from '@insa/contracts'
import { type RawBuilder, type Selectable, sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { TenantTx } from '../../platform/database/database.ts'
import { jsonb } from '../../platform/database/json.ts'
import type { ErrorGroups } from '../../platform/database/schema.generated.ts'
import { type HeldError, TENTH_MS } from '../../platform/errors/error-buffer.ts'
import type { Cursor } from '../../platform/http/cursor.ts'

export type ErrorGroupRow = Selectable<ErrorGroups> & { hours: number[] }
/** What is kept of the last one; `at` is the row's `last_seen_at`. */
export type KeptSample = Omit<ErrorGroupDetail['sample'], 'at'>

/** Who has seen it. */
export interface Witness {
  version: string
  process: string
}

/** Versions and processes that a group remembers, and hours of the list. */
const MOST_REMEMBERED = 10
const HOURS_SHOWN = 24

/** Cut to what a cursor carries. */
const ago = (ms: number): RawBuilder<Date> =>
  sql<Date>`date_trunc('milliseconds', now() - make_interval(secs => ${Math.max(0, ms) / 1000}))`

/** The list with one more, each once, cut to the last ones. */
const remembering = (column: 'versions' | 'processes') =>
  sql<string[]>`(select array_agg(v order by n desc) from (select v, max(n) as n
    from unnest(${sql.ref(`error_groups.${column}`)} || ${sql.ref(`excluded.${column}`)}) with ordinality as u(v, n)
    group by v order by max(n) desc limit ${sql.lit(MOST_REMEMBERED)}) as newest)`

/** Adds what a process has seen. @param now by the clock of `held`. @returns whether the group is new. */
export async function addError(
  tx: TenantTx,
  held: HeldError,
  { version, process }: Witness,
  now: number,
): Promise<boolean> {
  const [{ type, message }] = held.sample.chain
  const { what, traceId, executionId, chain } = held.sample
  const sample: KeptSample = { what, trace_id: traceId, execution_id: executionId, chain }
  const lastSeen = ago(now - held.lastAt)
  const count = [...held.counts.values()].reduce((sum, n) => sum + n, 0)
  const happensAgain = sql<boolean>`error_groups.status = 'resolved' and error_groups.decided_at < excluded.last_seen_at`
  const isLast = sql<boolean>`excluded.last_seen_at >= error_groups.last_seen_at`
  const id = uuidv7()
  const row = await tx.db
    .insertInto('error_groups')
    .values({
      id,
      fingerprint: held.fingerprint,
      origin: held.origin,
      type,
      message,
      place: held.where,
      first_seen_at: ago(now - held.firstAt),
      last_seen_at: lastSeen,
      count,
      versions: [version],
      processes: [process],
      sample: jsonb(sample),
    })
    .onConflict((c) =>
      c.columns(['organization_id', 'fingerprint']).doUpdateSet({
        status: sql`case when ${happensAgain} then 'open' else error_groups.status end`,
        reopened_at: sql`case when ${happensAgain} then now() else error_groups.reopened_at end`,
        first_seen_at: sql<Date>`least(error_groups.first_seen_at, excluded.first_seen_at)`,
        last_seen_at: sql<Date>`greatest(error_groups.last_seen_at, excluded.last_seen_at)`,
        message: sql`case when ${isLast} then excluded.message else error_groups.message end`,
        place: sql`case when ${isLast} then excluded.place else error_groups.place end`,
        sample: sql`case when ${isLast} then excluded.sample else error_groups.sample end`,
        count: sql`error_groups.count + excluded.count`,
        versions: remembering('versions'),
        processes: remembering('processes'),
      }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  for (const [tenth, times] of held.counts)
    await addHour(tx, row.id, Math.max(0, now - (tenth + 1) * TENTH_MS), times)
  return row.id === id
}

async function addHour(tx: TenantTx, groupId: string, agoMs: number, count: number): Promise<void> {
  const hour = sql<Date>`date_trunc('hour', ${ago(agoMs)}, 'UTC')`
  await tx.db
    .insertInto('error_hours')
    .values({ group_id: groupId, hour, count })
    .onConflict((c) =>
      c
        .columns(['group_id', 'hour'])
        .doUpdateSet({ count: sql`error_hours.count + excluded.count` }),
    )
    .execute()
}

/** Lets those go that were not seen for the longest time, beyond so many of the browser or of the rest. */
export async function dropBeyond(tx: TenantTx, browser: boolean, most: number): Promise<void> {
  await sql`
    delete from error_groups where id in (
      select id from error_groups where (origin = 'browser') = ${browser}
      order by last_seen_at desc, id desc offset ${most})`.execute(tx.db)
}

/** Hours and groups that nobody asks for any more. @returns how many groups. */
export async function forgetErrors(
  tx: TenantTx,
  days: { hours: number; groups: number },
): Promise<number> {
  await sql`delete from error_hours where hour < now() - make_interval(days => ${days.hours})`.execute(
    tx.db,
  )
  const { numAffectedRows } = await sql`
    delete from error_groups where last_seen_at < now() - make_interval(days => ${days.groups})`.execute(
    tx.db,
  )
  return Number(numAffectedRows ?? 0)
}

/** How often in each of the last 24 hours, the oldest first. */
const HOURS = sql<number[]>`(
  select array_agg(coalesce(h.count, 0)::float8 order by slot.hour)
  from generate_series(date_trunc('hour', now(), 'UTC') - make_interval(hours => ${sql.lit(HOURS_SHOWN - 1)}),
    date_trunc('hour', now(), 'UTC'), interval '1 hour') as slot(hour)
  left join error_hours h on h.group_id = error_groups.id and h.hour = slot.hour)`

const groups = (tx: TenantTx) =>
  tx.db.selectFrom('error_groups').selectAll('error_groups').select(HOURS.as('hours'))

/** One row more than asked. */
export function listErrors(
  tx: TenantTx,
  { status, origin, sort, limit }: ErrorListQuery,
  after: Cursor | null,
): Promise<ErrorGroupRow[]> {
  const column = sort === '-count' ? 'count' : 'last_seen_at'
  const type = sql.raw(sort === '-count' ? 'bigint' : 'timestamptz')
  let query = groups(tx)
  if (status) query = query.where('status', '=', status)
  if (origin) query = query.where('origin', '=', origin)
  if (after)
    query = query.where(
      sql<boolean>`(${sql.ref(column)}, id) < (${String(after[0])}::${type}, ${after[1]}::uuid)`,
    )
  return query
    .orderBy(column, 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
}

export const findError = (tx: TenantTx, id: string): Promise<ErrorGroupRow | undefined> =>
  groups(tx).where('id', '=', id).executeTakeFirst()

/** @param by null: open again, nobody has decided. */
export async function writeStatus(
  tx: TenantTx,
  id: string,
  status: ErrorStatus,
  by: string | null,
): Promise<void> {
  await tx.db
    .updateTable('error_groups')
    .set({
      status,
      decided_by: by,
      decided_at: by === null ? null : sql<Date>`now()`,
      reopened_at: null,
    })
    .where('id', '=', id)
    .execute()
}
