/** Mail: what went out, or would have. */
import type { Database } from '../../platform/database/database.ts'
import { mailRoutes } from './mail.routes.ts'

export const mailFeature = ({ database }: { database: Database }) => ({
  routes: [mailRoutes(database)],
})
