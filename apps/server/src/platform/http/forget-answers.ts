/** Kept answers hold what they answered with, personal data too: they go when nobody can still be sending the request again. */
import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { Database, SystemTx } from '../database/database.ts'
import type { Duty } from '../processes/scheduler.ts'

/** Days. Longer than any client goes on trying. */
const KEEP_DAYS = 7
const EVERY_MS = 3_600_000

/** Deletes what is too old, at its start and every hour. */
export function createForgetting(database: Database, logger: Logger): Duty {
  let timer: NodeJS.Timeout | undefined
  let working: Promise<unknown> = Promise.resolve()
  const forget = () => {
    working = database
      .sweeper(forgetAnswers)
      .catch((error: unknown) => logger.warn({ err: error }, 'Old answers could not be deleted'))
  }
  return {
    start() {
      timer ??= setInterval(forget, EVERY_MS)
      timer.unref()
      forget()
    },
    async stop() {
      clearInterval(timer)
      timer = undefined
      await working
    },
  }
}

/** @returns how many were deleted. */
export async function forgetAnswers(tx: SystemTx): Promise<number> {
  const { numDeletedRows } = await tx.db
    .deleteFrom('idempotency_keys')
    .where('created_at', '<', sql<Date>`now() - make_interval(days => ${KEEP_DAYS})`)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
