/** An upload becomes rows that are valid leads, or a list of what is wrong with which row. Nothing is stored here. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type FieldProblem, LEAD_INPUT_FIELDS, LeadInput, MAX_IMPORT_ROWS } from '@insa/contracts'
import { CsvError, parse } from 'csv-parse/sync'
import { AppError, invalid, unreadable } from '../../platform/http/errors.ts'

/** Most faults told at once; a file with more is usually wrong as a whole. */
const MOST_ERRORS = 1_000
/** Rows checked before other requests get a turn. */
const BATCH = 250

const DELIMITERS = [',', ';', '\t']

const COLUMNS: ReadonlySet<string> = new Set(LEAD_INPUT_FIELDS)

interface RawRow {
  /** From 1. In a CSV the first below the header; empty ones count, so that row 17 is row 18 of the spreadsheet. */
  row: number
  value: unknown
}

/**
 * @param body CSV text with a header line (comma, semicolon or tab), or a parsed JSON array.
 * @throws AppError 400 for broken CSV, 413 for too many rows, 422 `import.invalid_rows` naming row and field (`rows.17.email_id`, from 1).
 */
export async function readImport(body: unknown): Promise<LeadInput[]> {
  const raw = typeof body === 'string' ? readCsv(body) : readArray(body)
  if (raw.length === 0)
    throw invalid([{ path: 'rows', code: 'too_small', message: 'There are no rows.' }])
  if (raw.length > MAX_IMPORT_ROWS) {
    throw new AppError(
      413,
      'import.too_many_rows',
      `${raw.length} rows; one import takes ${MAX_IMPORT_ROWS}.`,
    )
  }
  const rows: LeadInput[] = []
  const errors: FieldProblem[] = []
  for (const [index, { row, value }] of raw.entries()) {
    if (index % BATCH === BATCH - 1) await nextTurn()
    const parsed = LeadInput.safeParse(value)
    if (parsed.success) rows.push(parsed.data)
    else errors.push(...parsed.error.issues.map((i) => toProblem(i, row)))
    if (errors.length >= MOST_ERRORS) break
  }
  if (errors.length > 0) {
    throw new AppError(
      422,
      'import.invalid_rows',
      `${new Set(errors.map((e) => e.path.split('.')[1])).size} row(s) are invalid; nothing was imported.`,
      {
        errors: errors.slice(0, MOST_ERRORS),
      },
    )
  }
  return rows
}

function toProblem(
  issue: { code: string; message: string; path: PropertyKey[]; keys?: string[] },
  row: number,
): FieldProblem {
  const field = [...issue.path.map(String), ...(issue.keys?.slice(0, 1) ?? [])].join('.')
  return {
    path: `rows.${row}${field ? `.${field}` : ''}`,
    code: issue.code,
    message: issue.message,
  }
}

function readArray(body: unknown): RawRow[] {
  if (Array.isArray(body)) return body.map((value, index) => ({ row: index + 1, value }))
  throw invalid([
    {
      path: 'body',
      code: 'invalid_type',
      message: 'Send a JSON array of leads, or CSV as text/csv.',
    },
  ])
}

function readCsv(text: string): RawRow[] {
  const [header, ...rows] = parseCsv(text)
  if (!header) return []
  const columns = header.cells.map(toFieldName)
  refuseColumns(columns)
  return rows.map(({ at, cells }) => ({
    row: at - header.at,
    value: Object.fromEntries(
      cells
        .map((value, i) => [columns[i] ?? '', value] as const)
        .filter(([, value]) => value.trim() !== '')
        .map(([name, value]) => [name, name === 'annual_revenue' ? toNumber(value) : value]),
    ),
  }))
}

interface CsvRecord {
  /** Its place among all records and empty lines. */
  at: number
  cells: string[]
}

/** @throws AppError 400. */
function parseCsv(text: string): CsvRecord[] {
  try {
    const records = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      skip_empty_lines: true,
      info: true,
    }) as unknown as { info: { records: number; empty_lines: number }; record: string[] }[]
    return (
      records
        .map(({ info, record }) => ({ at: info.records + info.empty_lines, cells: record }))
        // Spreadsheets write separators for rows that look empty.
        .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    )
  } catch (error) {
    if (error instanceof CsvError) throw unreadable(`The CSV is broken: ${error.message}`)
    throw error
  }
}

/** The one that the header line has most of; the others are letters like any in the rows below. */
function delimiterOf(text: string): string {
  const header = /[^\r\n]+/.exec(text)?.[0].replace(/"[^"]*"/g, '') ?? ''
  const count = (delimiter: string) => header.split(delimiter).length
  return DELIMITERS.reduce((best, other) => (count(other) > count(best) ? other : best))
}

/** `Company Name` is `company_name`. */
const toFieldName = (header: string) =>
  header
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')

function refuseColumns(columns: string[]): void {
  const faults = columns.flatMap((name, i): FieldProblem[] => {
    const path = `columns.${name || i + 1}`
    if (!COLUMNS.has(name)) {
      const message = `Unknown column "${name}". Known: ${[...COLUMNS].join(', ')}.`
      return [{ path, code: 'unrecognized_keys', message }]
    }
    const repeated = columns.indexOf(name) < i
    return repeated ? [{ path, code: 'duplicate', message: `Column "${name}" stands twice.` }] : []
  })
  if (faults.length > 0) throw invalid(faults)
}

/** A plain number becomes one; anything else stays text and is refused by the schema, which names the row. */
const toNumber = (value: string) => (/^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value)
