/** Reports of our own tables, under the names that ERPNext gives them. */
import type { Client } from '@insa/contracts'
import { ToolError } from '../../kit/index.ts'
import { throughApi } from '../../kit/insa-api.ts'
import type { CrmBackend, FieldFilter } from '../backend.ts'
import type { Row } from './nouns.ts'

interface Asked {
  filters: Record<string, unknown>
  signal: AbortSignal
}

interface Report {
  columns: string[]
  /** What it may be narrowed by; the others are refused. */
  takes: readonly string[]
  rows(asked: Asked): Promise<unknown[][]>
}

export interface ReportDeps {
  client: Client
  /** All leads that fit. @throws ToolError where there are too many to be read. */
  readLeads(filters: readonly FieldFilter[], signal: AbortSignal): Promise<Row[]>
}

const LEAD_FIELDS = ['lead_name', 'status', 'lead_owner', 'company_name', 'email_id', 'country']

export function builtInReports(deps: ReportDeps): CrmBackend['report'] {
  const reports = new Map(Object.entries(reportsOf(deps)))
  return async ({ name, filters, limit }, signal) => {
    const report = reports.get(name)
    if (!report)
      throw new ToolError(`The built-in CRM has no report ${name}.`, {
        code: 'report.not_found',
        hint: `It has ${[...reports.keys()].join(', ')}. More come with ERPNext (ERPNEXT_URL).`,
      })
    const strange = Object.keys(filters).filter((key) => !report.takes.includes(key))
    if (strange.length > 0)
      throw new ToolError(`${name} cannot be narrowed by ${strange.join(', ')}.`, {
        code: 'filter.not_there',
        hint: `It can by ${report.takes.join(', ')}.`,
      })
    const rows = await report.rows({ filters, signal })
    return { columns: report.columns, rows: rows.slice(0, limit), total: rows.length }
  }
}

const reportsOf = ({ client, readLeads }: ReportDeps): Record<string, Report> => {
  const pipeline = ({ filters, signal }: Asked) =>
    throughApi(client.opportunities.pipeline(filters, { signal }))
  const narrowed = ['opportunity_owner', 'currency', 'closing_until']
  return {
    'Lead Details': {
      columns: [
        'Lead',
        'Lead Name',
        'Status',
        'Lead Owner',
        'Organization Name',
        'Email',
        'Country',
      ],
      takes: ['status', 'source', 'industry', 'country'],
      async rows({ filters, signal }) {
        const by = Object.entries(filters).map(([field, value]) => ({
          field,
          operator: '=' as const,
          value: String(value),
        }))
        const leads = await readLeads(by, signal)
        return leads.map((lead) => [lead.id, ...LEAD_FIELDS.map((field) => lead[field] ?? null)])
      },
    },
    // Of those that are open; a sum by currency, for nothing is converted.
    'Opportunity Summary by Sales Stage': {
      columns: ['Sales Stage', 'Number', 'Amount', 'Weighted Amount', 'Currency'],
      takes: narrowed,
      async rows(asked) {
        const { stages } = await pipeline(asked)
        return stages.flatMap(({ sales_stage, count, sums }) =>
          sums.length === 0
            ? [[sales_stage, count, '0', '0', null]]
            : sums.map((s) => [sales_stage, s.count, s.amount, s.weighted, s.currency]),
        )
      },
    },
    'Lost Opportunity': {
      columns: ['Lost Reason', 'Number'],
      takes: [...narrowed, 'days'],
      async rows(asked) {
        const { lost } = await pipeline(asked)
        return lost.reasons.map(({ reason, count }) => [reason, count])
      },
    },
  }
}
