/** Kept answers hold what they answered with, personal data too: they go when nobody can still be sending the request again. */
import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Database, SystemTx } from '../database/database.ts'
import { repeat } from '../processes/repeat.ts'
import type { Duty } from '../processes/scheduler.ts'

/** Days. Longer than any client goes on trying. */
const KEEP_DAYS = 7
const EVERY_MS = 3_600_000

/** Deletes what is too old, at its start and every hour. */
export const createForgetting = (database: Database, logger: Logger): Duty =>
  repeat(() => database.sweeper(forgetAnswers), {
    everyMs: EVERY_MS,
    onError: (error) => logger.error({ err: error }, 'Old answers could not be deleted'),
  })

/** @returns how many were deleted. */
export async function forgetAnswers(tx: SystemTx): Promise<number> {
  const { numDeletedRows } = await tx.db
    .deleteFrom('idempotency_keys')
    .where('created_at', '<', sql<Date>`now() - make_interval(days => ${KEEP_DAYS})`)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
