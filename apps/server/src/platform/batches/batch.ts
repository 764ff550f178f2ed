/** A batch: work in bulk that nobody waits for. Its items are executions; what holds for all of them stands in its row. */
import type { Selectable } from 'kysely'
import type { ExecutionBatches } from '../database/schema.generated.ts'

export type BatchRow = Selectable<ExecutionBatches>

/** Behind single requests, automatic work and imports; claims of items come last anyhow (runtime/claims.store.ts). */
export const BATCH_PRIORITY = -2

/** The hours that a batch works in, by the clock of a place. */
export interface Hours {
  time_zone: string
  /** `22:00`. */
  from: string
  to: string
  /** ISO weekdays on which they begin; 1 is Monday. */
  days: number[]
}

/** A stretch of those hours. */
export interface Stretch {
  opensAt: Date
  closesAt: Date
}

/** null: any time. */
export const hoursOf = ({ time_zone, from_time, to_time, days }: BatchRow): Hours | null =>
  time_zone !== null && from_time !== null && to_time !== null && days !== null
    ? { time_zone, from: from_time.slice(0, 5), to: to_time.slice(0, 5), days }
    : null

/** Items that have neither begun nor ended, those that are still to be put in place included. */
export const leftOf = (row: BatchRow): number =>
  Math.max(0, row.total - row.running - row.succeeded - row.failed - row.cancelled)

export const isOpenAt = ({ opens_at, closes_at }: BatchRow, at: Date): boolean =>
  opens_at <= at && (closes_at === null || closes_at > at)
