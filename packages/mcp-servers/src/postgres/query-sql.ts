import { type Client, REPORT_VIEWS, SqlReport, SqlReportInput } from '@insa/contracts'
import { z } from 'zod'
import { defineTool } from '../kit/index.ts'
import { throughApi } from '../kit/insa-api.ts'

export const querySql = (client: Client) =>
  defineTool({
    name: 'query_sql',
    title: 'Report in SQL',
    description: `One SELECT of PostgreSQL over your organization's views, read-only. For administrators. Views: ${REPORT_VIEWS.join(', ')}; \`select * from leads limit 1\` shows a view's columns.`,
    effect: 'read',
    input: z.strictObject({
      sql: SqlReportInput.shape.sql.describe('One SELECT; joins, WITH, aggregates and windows.'),
      limit: SqlReportInput.shape.limit.describe('Most rows.'),
    }),
    output: z.object(SqlReport.shape),
    run: (input, { signal }) => throughApi(client.sqlReport(input, { signal })),
  })
