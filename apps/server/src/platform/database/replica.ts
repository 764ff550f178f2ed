/** A copy of the database that PostgreSQL keeps up to date, for reports; while it is away they are read from the original. */
import { type Kysely, sql } from 'kysely'
import { isDatabaseAway, isPoolExhausted } from './database-away.ts'
import type { DB } from './schema.generated.ts'

export interface Replica {
  /** Runs on the replica, else on the original. @throws what the run throws, unless only the replica is to blame. */
  read<T>(run: (db: Kysely<DB>) => Promise<T>, original: Kysely<DB>): Promise<T>
  /** Whether it answers. */
  answers(): Promise<boolean>
  close(): Promise<void>
}

/** One that was away is left alone for so long. Milliseconds. */
const REST_MS = 5_000

/** PostgreSQL: a statement on a replica stood in the way of what it had to take over from the original. */
const IN_THE_WAY = '40001'

/** @param onAway it did not answer; a report was read from the original. */
export function createReplica(db: Kysely<DB>, onAway: (error: unknown) => void): Replica {
  let restsUntil = 0
  return {
    async read(run, original) {
      if (performance.now() < restsUntil) return run(original)
      try {
        return await run(db)
      } catch (error) {
        const isAway = isDatabaseAway(error) || isPoolExhausted(error)
        if (!isAway && (error as { code?: unknown }).code !== IN_THE_WAY) throw error
        if (isAway) restsUntil = performance.now() + REST_MS
        onAway(error)
        return run(original)
      }
    },
    answers: () =>
      sql`select 1`.execute(db).then(
        () => true,
        () => false,
      ),
    close: () => db.destroy(),
  }
}
