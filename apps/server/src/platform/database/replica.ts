/**
 * A copy of the database that PostgreSQL keeps up to date, for reports. A report shows whatever was committed before it was
 * asked for: the copy is waited for, a little, until it has come so far; else, and while it is away, the original is read.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import { isDatabaseAway, isPoolExhausted } from './database-away.ts'
import type { DB } from './schema.generated.ts'

export interface ReplicaState {
  answers: boolean
  /** Since the last change that it has and the original had more, in seconds; null where it does not tell. */
  lagSeconds: number | null
}

export interface Replica {
  /** Runs on the replica, else on the original. @throws what the run throws, unless only the replica is to blame. */
  read<T>(run: (db: Kysely<DB>) => Promise<T>, original: Kysely<DB>): Promise<T>
  state(original: Kysely<DB>): Promise<ReplicaState>
  close(): Promise<void>
}

/** One that was away or behind is left alone for so long. Milliseconds. */
const REST_MS = 5_000
/** Longest wait until it has what was committed before. Milliseconds. */
const CATCH_UP_MS = 1_000
/** Between two looks. Milliseconds. */
const LOOK_MS = 20

/** PostgreSQL: a statement on a replica stood in the way of what it had to take over from the original. */
const IN_THE_WAY = '40001'

class ReplicaBehind extends Error {
  override name = 'ReplicaBehind'
  constructor() {
    super(`The replica is more than ${CATCH_UP_MS} ms behind.`)
  }
}

/** @param onAway it did not answer, or was behind; a report was read from the original. */
export function createReplica(db: Kysely<DB>, onAway: (error: unknown) => void): Replica {
  let restsUntil = 0
  const catchUp = async (position: string) => {
    const end = performance.now() + CATCH_UP_MS
    const late = sleep(CATCH_UP_MS, null, { ref: false })
    for (;;) {
      // One that hangs answers nothing at all.
      const state = await Promise.race([readState(db, position), late])
      if (state?.caughtUp) return
      if (performance.now() >= end) throw new ReplicaBehind()
      await sleep(LOOK_MS)
    }
  }
  return {
    async read(run, original) {
      if (performance.now() < restsUntil) return run(original)
      const position = await positionOf(original)
      try {
        await catchUp(position)
        return await run(db)
      } catch (error) {
        const isUnfit =
          isDatabaseAway(error) || isPoolExhausted(error) || error instanceof ReplicaBehind
        if (!isUnfit && (error as { code?: unknown }).code !== IN_THE_WAY) throw error
        if (isUnfit) restsUntil = performance.now() + REST_MS
        onAway(error)
        return run(original)
      }
    },
    async state(original) {
      const position = await positionOf(original).catch(() => null)
      const late = sleep(CATCH_UP_MS, null, { ref: false })
      const state = await Promise.race([readState(db, position), late]).catch(() => null)
      if (!state) return { answers: false, lagSeconds: null }
      const { behind, caughtUp } = state
      const isKnown = position !== null && behind !== null
      return { answers: true, lagSeconds: isKnown ? (caughtUp ? 0 : behind) : null }
    },
    close: () => db.destroy(),
  }
}

/** How far the original has written what was committed. */
async function positionOf(original: Kysely<DB>): Promise<string> {
  const { rows } = await sql<{ lsn: string }>`select pg_current_wal_lsn()::text as lsn`.execute(
    original,
  )
  return rows[0]?.lsn ?? ''
}

/** A copy that is kept in some other way than by streaming cannot be asked how far it is: it is believed. */
async function readState(
  db: Kysely<DB>,
  position: string | null,
): Promise<{ caughtUp: boolean; behind: number | null }> {
  const { rows } = await sql<{ caught_up: boolean; behind: number | null }>`
    select coalesce(pg_last_wal_replay_lsn() >= ${position}::pg_lsn, true) as caught_up,
      greatest(0, extract(epoch from now() - pg_last_xact_replay_timestamp()))::float8 as behind`.execute(
    db,
  )
  return { caughtUp: rows[0]?.caught_up ?? false, behind: rows[0]?.behind ?? null }
}
