/** /api/v1/reports/sql: what no page shows, asked in SQL. */
import { SqlReport, SqlReportInput } from '@insa/contracts'
import type { FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { createReporter, type ReportDeps } from './run-sql-report.ts'

export const reportsRoutes =
  (deps: ReportDeps): FastifyPluginAsync =>
  async (plain) => {
    const app = plain.withTypeProvider<ZodTypeProvider>()
    const report = createReporter(deps)
    app.post(
      '/api/v1/reports/sql',
      {
        schema: {
          tags: ['Reports'],
          summary: 'One SELECT over the views of the schema reports',
          description:
            'Read-only, on your own organization, with limits of cost, time and rows. Views: leads, lead_scores, executions, model_calls, approvals, customers, opportunities.',
          body: SqlReportInput,
          response: { 200: SqlReport },
        },
        config: { permission: 'reports:sql' },
      },
      ({ actor, body, id }) => report({ ...body, actor, correlationId: id }),
    )
  }
