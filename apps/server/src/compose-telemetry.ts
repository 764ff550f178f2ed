/** The part of the composition about what is told of the program itself: errors that nobody expected, and traces. */
import { hostname } from 'node:os'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { createErrorForgetting } from './features/errors/forget-errors.ts'
import { errorsFeature } from './features/errors/index.ts'
import { createErrorKeeper } from './features/errors/keep-errors.ts'
import type { Database } from './platform/database/database.ts'
import { createErrorBuffer, type ErrorBuffer } from './platform/errors/error-buffer.ts'
import { findFirstOrganization } from './platform/identity/first-organization.ts'
import type { Counters } from './platform/limits/counters.ts'
import { allRoles, type Roles, roleNames } from './platform/processes/roles.ts'
import { createTracing } from './platform/telemetry/create-tracing.ts'
import { VERSION } from './version.ts'

export interface TelemetryParts {
  config: Pick<Config, 'sentryDsn' | 'concurrency' | 'collector'>
  database: Database
  logger: Logger
  /** What the logger's door notes. Default: one that hears of the browser's alone. */
  errors?: ErrorBuffer
  roles?: Roles
}

/** What keeps errors in this process, the scheduler's duty to forget them, and the routes about them; and where spans go. */
export async function composeTelemetry({ config, database, logger, ...parts }: TelemetryParts) {
  const { errors = createErrorBuffer(), roles = allRoles(config.concurrency) } = parts
  const { sentryDsn } = config
  const site = {
    database,
    logger,
    findFirstOrganization: () => findFirstOrganization(database),
  }
  const process = `${roleNames(roles).join('+')} on ${hostname()}`
  const sentry = sentryDsn
    ? (await import('./platform/errors/sentry.ts')).createSentry({
        dsn: sentryDsn,
        release: VERSION,
        process,
        logger,
      })
    : null
  const keeper = createErrorKeeper({
    ...site,
    errors,
    witness: { version: VERSION, process },
    alsoTell: sentry ? sentry.tell : null,
  })
  const tracing = await createTracing(config.collector, {
    version: VERSION,
    roles: roleNames(roles),
  })
  const kept = {
    routes: (deps: { database: Database; counters: Counters }) =>
      errorsFeature({ ...deps, errors }).routes,
    forgetting: createErrorForgetting(site),
    start: keeper.start,
    write: keeper.write,
    async stop() {
      await keeper.stop()
      await sentry?.stop()
      await tracing.stop()
    },
  }
  return { errors: kept, tracing }
}
