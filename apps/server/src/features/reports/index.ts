/** Reports: what no page shows, asked in SQL by administrators. */
import { reportsRoutes } from './reports.routes.ts'
import type { ReportDeps } from './run-sql-report.ts'

export const reportsFeature = (deps: ReportDeps) => ({ routes: [reportsRoutes(deps)] })
