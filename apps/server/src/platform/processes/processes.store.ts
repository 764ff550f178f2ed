/** The only SQL about `processes` and `scheduler_lease`. */
import { type Selectable, sql } from 'kysely'
import type { SystemTx } from '../database/database.ts'
import type { Processes } from '../database/schema.generated.ts'

export type ProcessRow = Selectable<Processes>
export type Self = Omit<ProcessRow, 'started_at' | 'seen_at'>

/** How long a dead one's row is kept. Seconds. */
const FORGOTTEN_AFTER_S = 3_600

const ago = (seconds: number) => sql<Date>`now() - make_interval(secs => ${sql.lit(seconds)})`

/** Says that this process lives, and forgets those long dead. @returns the time by the database's clock. */
export async function sayAlive(tx: SystemTx, self: Self): Promise<Date> {
  const { now } = await tx.db
    .insertInto('processes')
    .values(self)
    .onConflict((c) => c.column('id').doUpdateSet({ seen_at: sql<Date>`now()` }))
    .returning(sql<Date>`clock_timestamp()`.as('now'))
    .executeTakeFirstOrThrow()
  await tx.db.deleteFrom('processes').where('seen_at', '<', ago(FORGOTTEN_AFTER_S)).execute()
  return now
}

export const sayGone = (tx: SystemTx, id: string) =>
  tx.db.deleteFrom('processes').where('id', '=', id).execute()

/** Those that live, oldest first. @param silentS who gives no sign for this long is taken for dead. Seconds. */
export const listAlive = (tx: SystemTx, silentS: number): Promise<ProcessRow[]> =>
  tx.db
    .selectFrom('processes')
    .selectAll()
    .where('seen_at', '>', ago(silentS))
    .orderBy('started_at')
    .orderBy('id')
    .execute()

/**
 * @param leaseS how long it acts after it last said so; another takes its place then. Seconds.
 * @returns whether this process's scheduler is the one that acts, from now until the lease is over.
 */
export async function takeSchedulerLease(
  tx: SystemTx,
  id: string,
  leaseS: number,
): Promise<boolean> {
  const { rows } = await sql`
    insert into scheduler_lease (holder, held_until) values (${id}, now() + make_interval(secs => ${sql.lit(leaseS)}))
    on conflict (only_one) do update set holder = excluded.holder, held_until = excluded.held_until
      where scheduler_lease.holder = excluded.holder or scheduler_lease.held_until < now()
    returning holder`.execute(tx.db)
  return rows.length > 0
}

export const leaveSchedulerLease = (tx: SystemTx, id: string) =>
  tx.db.deleteFrom('scheduler_lease').where('holder', '=', id).execute()

/** The process whose scheduler acts; null where none does. */
export async function findScheduler(tx: SystemTx): Promise<string | null> {
  const row = await tx.db
    .selectFrom('scheduler_lease')
    .select('holder')
    .where('held_until', '>', sql<Date>`now()`)
    .executeTakeFirst()
  return row?.holder ?? null
}
