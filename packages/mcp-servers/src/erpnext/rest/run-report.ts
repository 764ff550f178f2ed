/** A report of ERPNext, as columns and rows. */
import { z } from 'zod'
import { ToolError } from '../../kit/index.ts'
import type { CrmBackend } from '../backend.ts'
import type { FrappeClient } from '../client/frappe-client.ts'

const Column = z.union([
  // Old reports write `Label:Type:Width`.
  z.string().transform((text) => ({ label: text.split(':')[0] ?? '', fieldname: undefined })),
  z.looseObject({ label: z.string().nullish(), fieldname: z.string().optional() }),
])

const Answer = z.looseObject({
  columns: z.array(Column).nullish(),
  result: z.array(z.unknown()).nullish(),
  prepared_report: z.unknown().optional(),
})

export async function runReport(
  client: FrappeClient,
  { name, filters, limit }: Parameters<CrmBackend['report']>[0],
  signal: AbortSignal,
): ReturnType<CrmBackend['report']> {
  const answer = Answer.safeParse(
    await client.read(
      'frappe.desk.query_report.run',
      { report_name: name, filters: JSON.stringify(filters), ignore_prepared_report: '1' },
      { signal },
    ),
  )
  if (!answer.success || !answer.data.columns)
    throw new ToolError(`The report ${name} gives no rows that could be shown.`, {
      code: 'report.unreadable',
      hint: 'Some reports only run in ERPNext itself.',
    })
  const columns = answer.data.columns
  const rows = (answer.data.result ?? []).map((row) =>
    Array.isArray(row)
      ? row
      : columns.map((c) => (row as Record<string, unknown>)[c.fieldname ?? ''] ?? null),
  )
  return {
    columns: columns.map((c) => c.label ?? c.fieldname ?? ''),
    rows: rows.slice(0, limit),
    total: rows.length,
  }
}
