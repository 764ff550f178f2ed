/** Calls for people whose fate somebody has to look after. */
import type { ToolCallRecord, ToolCallStatus } from '@insa/contracts'
import type { Column } from './format-table.ts'
import { printable, type Style } from './format-text.ts'
import { formatAge, formatInstant } from './format-time.ts'
import type { Output } from './output.ts'

const STATUS_STYLES: Record<ToolCallStatus, Style> = {
  running: 'dim',
  succeeded: 'green',
  failed: 'red',
  unknown: 'yellow',
  undone: 'dim',
}

export const toolCallColumns = (now: number): Column<ToolCallRecord>[] => [
  {
    title: 'STATUS',
    text: ({ status }) => status,
    paint: (text, { status }, paint) => paint(STATUS_STYLES[status], text),
  },
  { title: 'TOOL', flexible: true, text: ({ tool }) => printable(tool) },
  { title: 'AGENT', fromWidth: 110, text: ({ agent_type }) => printable(agent_type) },
  { title: 'AGE', align: 'right', text: ({ started_at }) => formatAge(started_at, now) },
  { title: 'ID', text: ({ id }) => id, paint: (text, _, paint) => paint('dim', text) },
]

export function printToolCall(call: ToolCallRecord, out: Output): void {
  const { paint } = out
  out.line(
    `${paint('bold', printable(call.tool))}  ${paint(STATUS_STYLES[call.status], call.status)}`,
  )
  for (const { field, new: value } of call.changes)
    out.line(`  ${paint('dim', printable(field).padEnd(16))} ${printable(value ?? '')}`)
  const fields: readonly (readonly [string, string | null])[] = [
    ['Id', call.id],
    ['Run', `${call.execution_id}, ${call.execution_status}`],
    ['Lead', call.lead_id],
    ['Began', formatInstant(call.started_at)],
    ['Message', call.message],
    ['Settled by', call.settlement?.by ?? null],
    ['Reason', call.settlement?.reason ?? null],
    ['Not you', call.status === 'unknown' ? call.may_not_because : null],
  ]
  for (const [title, value] of fields) {
    if (value) out.line(`${paint('dim', title.padEnd(10))} ${printable(value)}`)
  }
}
