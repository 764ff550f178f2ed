/**
 * What one process does for all of a site. Of several schedulers one acts: it holds a lease in the database and renews it;
 * when it dies or loses the database, another takes over.
 */
import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { leaveSchedulerLease, SCHEDULER_LEASE_S, takeSchedulerLease } from './processes.store.ts'

export interface Duty {
  /** May be called again after `stop`. */
  start(): void
  stop(): Promise<void>
}

export interface Scheduler {
  start(): void
  /** Ends its duties, and lets another take them over at once. */
  stop(): Promise<void>
}

export interface SchedulerDeps {
  database: Database
  /** Of this process. */
  id: string
  duties: readonly Duty[]
  logger: Logger
}

const RENEW_MS = (SCHEDULER_LEASE_S * 1000) / 3

export function createScheduler({ database, id, duties, logger }: SchedulerDeps): Scheduler {
  let timer: NodeJS.Timeout | undefined
  let acts = false
  /** By this process's own clock, a little before the lease is over in the database. */
  let actsUntil = 0
  let working: Promise<void> = Promise.resolve()

  const begin = () => {
    acts = true
    for (const duty of duties) duty.start()
  }
  const end = async () => {
    acts = false
    for (const duty of duties) await duty.stop()
  }
  const renew = async () => {
    const askedAt = performance.now()
    const holds = await database
      .sweeper((tx) => takeSchedulerLease(tx, id))
      .catch((error: unknown) => {
        logger.error({ err: error }, 'The scheduler could not renew its lease')
        return null
      })
    if (holds) actsUntil = askedAt + SCHEDULER_LEASE_S * 1000 - RENEW_MS
    if (holds && !acts) {
      logger.info('This scheduler acts now')
      begin()
    } else if (acts && (holds === false || performance.now() > actsUntil)) {
      logger.warn('This scheduler acts no more: it could not renew its lease in time')
      await end()
    }
  }
  return {
    start() {
      if (timer) return
      // No other process can be alive on PGlite.
      if (database.kind === 'pglite') {
        begin()
        return
      }
      const next = () => {
        working = working.then(renew)
      }
      timer = setInterval(next, RENEW_MS)
      timer.unref()
      next()
    },
    async stop() {
      clearInterval(timer)
      await working
      if (!acts) return
      await end()
      if (database.kind !== 'pglite')
        await database
          .sweeper((tx) => leaveSchedulerLease(tx, id))
          .catch((error: unknown) => logger.warn({ err: error }, 'The lease was not given back'))
    },
  }
}
