/** This process among the others of its site. */
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { HeadSigner } from './platform/audit/head-signature.ts'
import type { Database } from './platform/database/database.ts'
import { createPresence } from './platform/processes/presence.ts'
import { allRoles, type Roles } from './platform/processes/roles.ts'
import { createScheduler, type Duty } from './platform/processes/scheduler.ts'
import { VERSION } from './version.ts'

interface Newcomer {
  config: Pick<Config, 'concurrency' | 'patience'>
  database: Database
  logger: Logger
  /** What it does. Default: everything. */
  roles?: Roles
}

/** Says that it lives, and is one of those that may look after the duties. */
export function joinSite(
  { config, database, logger, roles = allRoles(config.concurrency) }: Newcomer,
  { keyId }: HeadSigner,
  duties: readonly Duty[],
) {
  const { schedulerLeaseS } = config.patience
  const presence = createPresence({
    database,
    roles,
    version: VERSION,
    keyId,
    silentS: schedulerLeaseS,
    onError: (error) => logger.error({ err: error }, 'A sign of life could not be given'),
  })
  return {
    presence,
    scheduler: createScheduler({
      database,
      id: presence.id,
      duties,
      logger,
      leaseS: schedulerLeaseS,
    }),
  }
}
