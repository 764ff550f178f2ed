import { MAX_IMPORT_ROWS } from '@insa/contracts'
import Papa from 'papaparse'
import { formatNumber } from '../../ui/format.ts'
import type { Sheet } from './mapping.ts'

/** Rows that the delimiter is guessed from. */
const GUESSED_FROM = 10

/** Reads a CSV (any delimiter and quoting) or a JSON array of objects. Throws an Error with words for the person. */
export async function readSheet(file: File): Promise<Sheet> {
  const text = await decode(file)
  const isJson = /\.json$/i.test(file.name) || /^\s*\[/.test(text)
  const sheet = isJson ? readJson(text) : readCsv(text)
  if (sheet.rows.length === 0) throw new Error('The file has no rows.')
  if (sheet.rows.length > MAX_IMPORT_ROWS) {
    throw new Error(
      `The file has ${formatNumber(sheet.rows.length)} rows; one import takes ${formatNumber(MAX_IMPORT_ROWS)}. Split it.`,
    )
  }
  return sheet
}

async function decode(file: File): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer())
  } catch {
    throw new Error('The file is not UTF-8. In Excel, save it as “CSV UTF-8”.')
  }
}

function readCsv(text: string): Sheet {
  // Guessed without the empty rows, which would mislead; read with them, because a spreadsheet counts them.
  const { delimiter } = Papa.parse(text, { skipEmptyLines: 'greedy', preview: GUESSED_FROM }).meta
  const { data, errors } = Papa.parse<string[]>(text, { delimiter })
  const broken = errors.find(({ type }) => type === 'Quotes')
  if (broken) {
    throw new Error(`The quotation marks do not match, in row ${(broken.row ?? 0) + 1}.`)
  }
  const [head, ...rows] = data
    .map((cells, index) => ({ cells, place: index + 1 }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  return {
    kind: 'csv',
    columns: head?.cells.map((name) => name.trim()) ?? [],
    rows: rows.map(({ cells }) => cells),
    places: rows.map(({ place }) => place),
  }
}

function readJson(text: string): Sheet {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new Error(`The file is not JSON: ${error instanceof Error ? error.message : ''}`)
  }
  if (!Array.isArray(value) || !value.every(isRecord)) {
    throw new Error('The file must hold a list of objects: [{ "company_name": … }, …].')
  }
  const columns = [...new Set(value.flatMap((row) => Object.keys(row)))]
  return {
    kind: 'json',
    columns,
    rows: value.map((row) => columns.map((name) => row[name])),
    places: value.map((_, index) => index + 1),
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
