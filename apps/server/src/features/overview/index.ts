/** Overview: how things stand. */
import type { Database } from '../../platform/database/database.ts'
import { overviewRoutes } from './overview.routes.ts'

export const overviewFeature = ({ database }: { database: Database }) => ({
  routes: [overviewRoutes(database)],
})
