/** An administrator's report: checked, estimated, then run as a role that reads the views of one organization. */
import { MAX_REPORT_ROWS, type SqlReport, type SqlReportInput } from '@insa/contracts'
import { recordAudit } from '../../platform/audit/audit.ts'
import type { Database } from '../../platform/database/database.ts'
import { AppError, invalid } from '../../platform/http/errors.ts'
import { type Actor, actorLabel } from '../../platform/identity/actor.ts'
import { checkSql } from './check-sql.ts'
import { presentCell } from './present-cell.ts'
import { isStillBound, planReport, runReport, wrapReport } from './reports.store.ts'

/** Reading 100,000 leads with a join costs some 30,000; two large tables multiplied, billions. */
const MAX_COST = 500_000
/** Characters of JSON in one answer. */
const MAX_ANSWER = 1_000_000
/** At once in this process: the rest of the connections are for everybody's work. */
const MAX_RUNNING = 2

export interface ReportDeps {
  database: Database
}

export interface ReportRequest extends SqlReportInput {
  actor: Actor
  correlationId: string
}

/** Runs reports, a few at a time. @throws AppError 422 for what is not allowed, 429 while others run, 503 when it takes too long. */
export function createReporter({ database }: ReportDeps) {
  let running = 0
  return async (request: ReportRequest): Promise<SqlReport> => {
    const statement = await checkSql(request.sql)
    if (running >= MAX_RUNNING) {
      throw new AppError(429, 'reports.busy', 'Other reports are running.', { retryAfter: 2 })
    }
    running += 1
    try {
      await record(database, request)
      return await runChecked(database, request, statement)
    } finally {
      running -= 1
    }
  }
}

/** Before it runs: also a report that fails was asked for. */
const record = (database: Database, { actor, sql, correlationId }: ReportRequest) =>
  database.tenant(actor.organizationId, (tx) =>
    recordAudit(tx, {
      actor: actorLabel(actor),
      action: 'report.asked',
      subject: { type: 'report', id: 'sql' },
      correlationId,
      details: { sql },
    }),
  )

async function runChecked(
  database: Database,
  { actor: { organizationId }, limit }: ReportRequest,
  statement: string,
): Promise<SqlReport> {
  const startedAt = performance.now()
  // One row more than asked for tells whether there are more.
  const wrapped = wrapReport(statement, Math.min(limit, MAX_REPORT_ROWS) + 1)
  // What was one statement is one still.
  await checkSql(wrapped)
  const { cost, rows } = await database
    .reporter(organizationId, async (tx) => {
      const { cost, columns } = await planReport(tx, wrapped)
      if (cost > MAX_COST) throw tooDear(cost)
      const rows = await runReport(tx, wrapped)
      if (!(await isStillBound(tx, organizationId))) throw new Error('A report left its bounds.')
      if (rows[0] && Object.keys(rows[0]).length < columns) throw refused(SAME_NAME)
      return { cost, rows }
    })
    .catch((error: unknown) => {
      throw explain(error)
    })
  return {
    ...shorten(rows, limit),
    estimated_cost: cost,
    duration_ms: performance.now() - startedAt,
  }
}

function shorten(
  rows: readonly Record<string, unknown>[],
  limit: number,
): Pick<SqlReport, 'columns' | 'rows' | 'has_more'> {
  const columns = Object.keys(rows[0] ?? {})
  const shown: SqlReport['rows'] = []
  let characters = 0
  for (const row of rows.slice(0, limit)) {
    const cells = columns.map((column) => presentCell(row[column]))
    characters += JSON.stringify(cells).length
    if (characters > MAX_ANSWER) break
    shown.push(cells)
  }
  return { columns, rows: shown, has_more: shown.length < rows.length }
}

/** A row comes as an object: of two columns with one name, one would be lost without a word. */
const SAME_NAME = 'Two columns have the same name: give each its own with AS.'

const refused = (message: string) =>
  invalid([{ path: 'sql', code: 'not_allowed', message }], message)

const tooDear = (cost: number) =>
  refused(
    `The planner expects it to cost ${Math.round(cost)}, more than ${MAX_COST}. Join on keys, filter, or count less.`,
  )

/** PostgreSQL's own complaint about the statement is for who wrote it; anything else stays hidden. */
function explain(error: unknown): unknown {
  const { code, message } = error as { code?: unknown; message?: string }
  if (typeof code !== 'string') return error
  if (code === '57014') {
    return new AppError(503, 'reports.too_slow', 'The report took too long. Filter more.', {
      retryAfter: 5,
    })
  }
  // Syntax and names, data, feature not supported, rights: classes 42, 22, 0A, 21.
  return /^(42|22|0A|21)/.test(code) ? refused(`PostgreSQL says: ${message}.`) : error
}
