/**
 * What one process does for all of a site. Of several schedulers one acts: it holds a lease in the database and renews it;
 * when it dies or loses the database, another takes over.
 */
import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { leaveSchedulerLease, takeSchedulerLease } from './processes.store.ts'

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
  /** How long it acts after it last said so. Seconds. */
  leaseS: number
}

export function createScheduler(deps: SchedulerDeps): Scheduler {
  const { database, id, duties, logger, leaseS } = deps
  const renewMs = (leaseS * 1_000) / 3
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
      .sweeper((tx) => takeSchedulerLease(tx, id, leaseS))
      .catch((error: unknown) => {
        logger.error({ err: error }, 'The scheduler could not renew its lease')
        return null
      })
    if (holds) actsUntil = askedAt + leaseS * 1_000 - renewMs
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
      timer = setInterval(next, renewMs)
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
