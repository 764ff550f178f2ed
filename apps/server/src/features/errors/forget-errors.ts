/** Errors that were not seen for a season are forgotten, and counts by the hour after two weeks. */
import type { Logger } from 'pino'
import type { Database } from '../../platform/database/database.ts'
import { repeat } from '../../platform/processes/repeat.ts'
import type { Duty } from '../../platform/processes/scheduler.ts'
import { forgetErrors } from './errors.store.ts'

/** Days. */
const KEEP = { hours: 14, groups: 90 }
const EVERY_MS = 3_600_000

export interface ErrorForgettingDeps {
  database: Database
  logger: Logger
  findFirstOrganization: () => Promise<string | null>
}

/** Deletes what is too old, at its start and every hour. */
export const createErrorForgetting = (deps: ErrorForgettingDeps): Duty =>
  repeat(() => forgetOld(deps), {
    everyMs: EVERY_MS,
    onError: (error) => deps.logger.error({ err: error }, 'Old errors could not be deleted'),
  })

async function forgetOld({ database, findFirstOrganization }: ErrorForgettingDeps): Promise<void> {
  const organizationId = await findFirstOrganization()
  if (organizationId !== null) await database.tenant(organizationId, (tx) => forgetErrors(tx, KEEP))
}
