/** Errors that nobody expected: kept as groups, shown to whom the site belongs to. What notes them: platform/errors. */
import type { Database } from '../../platform/database/database.ts'
import { type BrowserErrorsDeps, browserErrorsRoutes } from './browser-errors.routes.ts'
import { errorsRoutes } from './errors.routes.ts'

export const errorsFeature = (deps: BrowserErrorsDeps & { database: Database }) => ({
  routes: [errorsRoutes(deps), browserErrorsRoutes(deps)],
})
