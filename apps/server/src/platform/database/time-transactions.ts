import type { Metrics } from '../telemetry/metrics.ts'
import type { Database } from './database.ts'

/** The same database, every transaction timed. */
export function timeTransactions(
  database: Database,
  metrics: Pick<Metrics, 'transactionEnded'>,
): Database {
  const timed = async <T>(role: string, run: () => Promise<T>): Promise<T> => {
    const startedAt = performance.now()
    const ended = (outcome: 'ok' | 'error') =>
      metrics.transactionEnded(role, outcome, (performance.now() - startedAt) / 1000)
    try {
      const value = await run()
      ended('ok')
      return value
    } catch (error) {
      ended('error')
      throw error
    }
  }
  return {
    ...database,
    tenant: (organizationId, work) => timed('tenant', () => database.tenant(organizationId, work)),
    identity: (work) => timed('identity', () => database.identity(work)),
    sweeper: (work) => timed('sweeper', () => database.sweeper(work)),
    sealer: (work) => timed('sealer', () => database.sealer(work)),
    reporter: (organizationId, work) =>
      timed('reporter', () => database.reporter(organizationId, work)),
  }
}
