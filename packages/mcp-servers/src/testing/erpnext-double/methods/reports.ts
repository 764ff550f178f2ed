/** The reports that the double can run. */
import type { Row } from '../doctype.ts'
import { FrappeError } from '../frappe-error.ts'
import { isEmpty, type RequestContext, text } from '../request-context.ts'

interface Report {
  columns: [fieldname: string, label: string, fieldtype: string][]
  rows(ctx: RequestContext, filters: Row): Row[]
}

const between = (row: Row, filters: Row, field: string) =>
  (isEmpty(filters.from_date) || text(row[field]) >= text(filters.from_date)) &&
  (isEmpty(filters.to_date) || text(row[field]).slice(0, 10) <= text(filters.to_date))

const REPORTS: Record<string, Report> = {
  'Lead Details': {
    columns: [
      ['name', 'Lead', 'Link'],
      ['lead_name', 'Lead Name', 'Data'],
      ['status', 'Status', 'Data'],
      ['lead_owner', 'Lead Owner', 'Link'],
      ['company_name', 'Organization Name', 'Data'],
      ['email_id', 'Email', 'Data'],
      ['territory', 'Territory', 'Link'],
    ],
    rows: (ctx, filters) =>
      ctx.site.db.rows('Lead').filter((row) => between(row, filters, 'creation')),
  },
  'Opportunity Summary by Sales Stage': {
    columns: [
      ['sales_stage', 'Sales Stage', 'Link'],
      ['count', 'Number', 'Int'],
      ['amount', 'Amount', 'Currency'],
    ],
    rows: (ctx, filters) => {
      const rows = ctx.site.db
        .rows('Opportunity')
        .filter((row) => between(row, filters, 'transaction_date'))
      return [...Map.groupBy(rows, (row) => text(row.sales_stage))].map(([stage, group]) => ({
        sales_stage: stage,
        count: group.length,
        amount: group.reduce((sum, row) => sum + Number(row.base_opportunity_amount ?? 0), 0),
      }))
    },
  },
}

export function runReport(ctx: RequestContext, name: string, filters: Row): Row {
  const report = REPORTS[name]
  if (!report) throw new FrappeError('ValidationError', `The double cannot run ${name}`)
  return {
    result: report
      .rows(ctx, filters)
      .map((row) => Object.fromEntries(report.columns.map(([key]) => [key, row[key] ?? null]))),
    columns: report.columns.map(([fieldname, label, fieldtype]) => ({
      fieldname,
      label,
      fieldtype,
      width: 120,
    })),
    message: null,
    chart: null,
    report_summary: null,
    skip_total_row: 0,
    status: null,
    execution_time: 0.02,
    add_total_row: false,
  }
}
