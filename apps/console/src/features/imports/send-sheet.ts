import type { Execution } from '@insa/contracts'
import Papa from 'papaparse'
import { client } from '../../app/client.ts'
import { type Mapping, renamed, type Sheet } from './mapping.ts'

/** Sends the mapped rows in the form that the file had. The same key makes a second press the same import. */
export function sendSheet(
  sheet: Sheet,
  mapping: Mapping,
  idempotencyKey: string,
): Promise<Execution> {
  const rows = renamed(sheet, mapping)
  if (sheet.kind === 'json') return client.leads.importJson(rows, { idempotencyKey })
  const fields = mapping.filter((field) => field !== null)
  const table = {
    fields,
    data: rows.map((row) => fields.map((field) => row[field] ?? '')),
  }
  // Quoted throughout: no reader can then take a semicolon in a message for a delimiter.
  const csv = Papa.unparse(table, { quotes: true })
  return client.leads.importCsv(csv, { idempotencyKey })
}
