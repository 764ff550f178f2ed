/** Databases for tests: one embedded database a vitest worker, emptied between apps, because making one takes seconds. */
import { type RawBuilder, sql } from 'kysely'
import type { Database, SystemTx } from '../platform/database/database.ts'
import { openPglite } from '../platform/database/open-pglite.ts'
import { openPostgres } from '../platform/database/open-postgres.ts'
import { createMigratedPostgres } from './fresh-postgres.ts'

/** Every kind of database that the program runs on. */
export const DATABASE_KINDS = ['pglite', 'postgres'] as const
export type DatabaseKind = (typeof DATABASE_KINDS)[number]

// On the global object: files of one worker share it even where their modules are loaded anew.
const held = globalThis as { insaTestDatabase?: { database: Promise<Database>; taken: boolean } }

/** An empty database. Closing an embedded one only gives it back; a PostgreSQL one is dropped. */
export const openTestDatabase = (kind: DatabaseKind): Promise<Database> =>
  kind === 'pglite' ? takeShared() : makePostgres()

/** Runs one statement as the owner of the tables: tests look past the policies. */
export async function ownerQuery<T>(database: Database, query: RawBuilder<T>): Promise<T[]> {
  return asOwner(database, async ({ db }) => (await query.execute(db)).rows)
}

const asOwner = <T>(database: Database, work: (tx: SystemTx) => Promise<T>): Promise<T> =>
  database.sweeper(async (tx) => {
    await sql`reset role`.execute(tx.db)
    return work(tx)
  })

async function takeShared(): Promise<Database> {
  held.insaTestDatabase ??= { database: openPglite(null), taken: false }
  const shared = held.insaTestDatabase
  if (shared.taken) return openPglite(null)
  shared.taken = true
  const database = await shared.database
  await empty(database)
  const close = async () => {
    shared.taken = false
  }
  return { ...database, close }
}

/** Deletes every row, starting the event numbers anew, and with them whoever reads them. */
async function empty(database: Database): Promise<void> {
  await asOwner(database, async ({ db }) => {
    await sql.raw(DELETE_ROWS).execute(db)
    await sql`alter sequence events_seq restart`.execute(db)
    await sql`update event_positions set seq = 0`.execute(db)
  })
}

/**
 * Does what `truncate organizations, users, verifications, audit_unsealed cascade` does. That makes the files of all tables and
 * their indexes anew, a quarter of a second; most tests wrote few rows into few tables. Above a megabyte it pays all the same.
 */
const DELETE_ROWS = `do $$
declare
  emptied regclass;
begin
  -- As truncate: no trigger has a say.
  set local session_replication_role = replica;
  for emptied in
    with recursive reached as (
      select unnest('{organizations,users,verifications,audit_unsealed}'::regclass[])::oid as id
      union select conrelid from pg_constraint join reached on confrelid = id where contype = 'f')
    select id from reached where pg_relation_size(id) > 0
  loop
    if pg_relation_size(emptied) > 1000000 then
      truncate organizations, users, verifications, audit_unsealed cascade;
      return;
    end if;
    execute format('delete from %s', emptied);
  end loop;
end $$`

async function makePostgres(): Promise<Database> {
  const { url, drop } = await createMigratedPostgres()
  const database = await openPostgres(url, () => undefined)
  const close = async () => {
    await database.close()
    await drop()
  }
  return { ...database, close }
}
