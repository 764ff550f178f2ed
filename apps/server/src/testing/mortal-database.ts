/** A database whose process dies after so many transactions: the work of a crash, without the seconds that one takes. */
import type { Database } from '../platform/database/database.ts'

class ProcessDied extends Error {
  override name = 'ProcessDied'
}

export interface MortalDatabase {
  database: Database
  /** Transactions ended so far. */
  transactions: () => number
  isDead: () => boolean
}

/**
 * After `last` transactions nothing is read or written any more, as if the process were gone.
 * @param midway the last one is cut off before its commit instead of after it.
 */
export function mortalDatabase(database: Database, last: number, midway: boolean): MortalDatabase {
  let begun = 0
  let ended = 0
  let dead = false
  const live = async <T, Tx>(
    transaction: (work: (tx: Tx) => Promise<T>) => Promise<T>,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> => {
    if (dead) throw new ProcessDied()
    begun += 1
    const isLast = begun === last
    const result = await transaction(async (tx) => {
      const value = await work(tx)
      // Others may have died meanwhile: this one was cut off with them.
      if (dead || (isLast && midway)) {
        dead = true
        throw new ProcessDied()
      }
      return value
    })
    ended += 1
    if (isLast) {
      dead = true
      throw new ProcessDied()
    }
    return result
  }
  return {
    transactions: () => ended,
    isDead: () => dead,
    database: {
      ...database,
      tenant: (organizationId, work) => live((w) => database.tenant(organizationId, w), work),
      identity: (work) => live((w) => database.identity(w), work),
      sweeper: (work) => live((w) => database.sweeper(w), work),
      close: async () => undefined,
    },
  }
}

/** A database whose process dies as soon as a transaction is committed after which it `isTime`; nobody hears of that one. */
export function diesWhen(database: Database, isTime: () => Promise<boolean>): Database {
  let dead = false
  const live = async <T>(transaction: () => Promise<T>): Promise<T> => {
    if (dead) throw new ProcessDied()
    const result = await transaction()
    dead ||= await isTime()
    if (dead) throw new ProcessDied()
    return result
  }
  return {
    ...database,
    tenant: (organizationId, work) => live(() => database.tenant(organizationId, work)),
    identity: (work) => live(() => database.identity(work)),
    sweeper: (work) => live(() => database.sweeper(work)),
    close: async () => undefined,
  }
}

/** A database whose process is gone as soon as `isTime`: the next transaction does not begin. */
export function diesOnce(database: Database, isTime: () => boolean): Database {
  let dead = false
  const live = <T>(transaction: () => Promise<T>): Promise<T> => {
    dead ||= isTime()
    if (dead) throw new ProcessDied()
    return transaction()
  }
  return {
    ...database,
    tenant: async (organizationId, work) => live(() => database.tenant(organizationId, work)),
    identity: async (work) => live(() => database.identity(work)),
    sweeper: async (work) => live(() => database.sweeper(work)),
    close: async () => undefined,
  }
}
