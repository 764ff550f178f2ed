/** Audit: the trail, for people. */
import type { Database } from '../../platform/database/database.ts'
import { auditRoutes } from './audit.routes.ts'

export const auditFeature = ({ database }: { database: Database }) => ({
  routes: [auditRoutes(database)],
})
