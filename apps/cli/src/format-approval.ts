/** Approvals for people: rows of the inbox, one with what would change. */
import type { Approval, ApprovalStatus } from '@insa/contracts'
import type { Column } from './format-table.ts'
import { printable, printableLines, type Style } from './format-text.ts'
import { formatAge, formatInstant } from './format-time.ts'
import type { Output } from './output.ts'

const STATUS_STYLES: Record<ApprovalStatus, Style> = {
  pending: 'yellow',
  approved: 'green',
  rejected: 'red',
  expired: 'red',
  withdrawn: 'dim',
  void: 'dim',
}

/** `approved, unknown`: what became of the call stands beside the decision. */
const fate = ({ status, outcome }: Approval) =>
  outcome === 'none' ? status : `${status}, ${outcome}`

export const approvalColumns = (now: number): Column<Approval>[] => [
  {
    title: 'STATUS',
    text: fate,
    paint: (text, { status }, paint) => paint(STATUS_STYLES[status], text),
  },
  { title: 'TOOL', flexible: true, text: ({ tool }) => printable(tool) },
  { title: 'AGENT', fromWidth: 110, text: ({ agent_type }) => printable(agent_type) },
  { title: 'AGE', align: 'right', text: ({ created_at }) => formatAge(created_at, now) },
  { title: 'ID', text: ({ id }) => id, paint: (text, _, paint) => paint('dim', text) },
]

export function printApproval(approval: Approval, out: Output): void {
  const { paint } = out
  const status = paint(STATUS_STYLES[approval.status], fate(approval))
  out.line(`${paint('bold', printable(approval.tool))}  ${status}`)
  out.line()
  for (const { field, old, new: next } of approval.changes) {
    const before = old === null ? '' : `${shown(old)}  ->  `
    out.line(
      `  ${paint('dim', printable(field).padEnd(16))} ${before}${shown(next ?? '(nothing)')}`,
    )
  }
  out.line()
  for (const { text } of approval.reasons) out.line(`  ${printable(text)}`)
  out.line()
  const open = approval.status === 'pending'
  const fields: readonly (readonly [string, string | null])[] = [
    ['Id', approval.id],
    ['Run', approval.execution_id],
    ['Lead', approval.lead_id],
    ['Agent', `${approval.agent_type}, asked by ${approval.caller}`],
    ['Run for', approval.requested_by],
    ['Decides', approval.approver],
    ['Until', open ? formatInstant(approval.expires_at) : null],
    ['Decided by', approval.decided_by],
    ['Reason', approval.reason],
    ['Outcome', approval.outcome_message],
    ['Effect', approval.effect_hash],
    ['Not you', open ? approval.may_not_because : null],
  ]
  for (const [title, value] of fields) {
    if (value) out.line(`${paint('dim', title.padEnd(10))} ${printable(value)}`)
  }
}

/** Lines of a value stand below each other. */
const shown = (text: string) => printableLines(text).replaceAll('\n', `\n${' '.repeat(19)}`)
