/** Customers, opportunities and projects for people: rows of a list, and one record as lines. */
import type {
  Contact,
  Customer,
  HistoryEntry,
  Opportunity,
  Project,
  StageChange,
} from '@insa/contracts'
import type { Column } from './format-table.ts'
import { printable, printableLines } from './format-text.ts'
import { formatAge, formatInstant } from './format-time.ts'
import type { Output } from './output.ts'

/** From this width on there is room for the columns that are nice to have. */
const WIDE = 120

const id = <T extends { id: string }>(): Column<T> => ({
  title: 'ID',
  text: (record) => record.id,
  paint: (text, _, paint) => paint('dim', text),
})

const age = <T extends { created_at: string }>(now: number): Column<T> => ({
  title: 'AGE',
  align: 'right',
  text: ({ created_at }) => formatAge(created_at, now),
})

/** `185000.00 EUR`: exact, as it is kept. */
const money = (amount: string | null, currency: string): string =>
  amount === null ? '-' : `${amount} ${currency}`

export const customerColumns = (now: number): Column<Customer>[] => [
  { title: 'CUSTOMER', flexible: true, text: (c) => printable(c.customer_name) },
  {
    title: 'TERRITORY',
    flexible: true,
    fromWidth: WIDE,
    text: (c) => printable(c.territory ?? '-'),
  },
  {
    title: 'MANAGER',
    flexible: true,
    fromWidth: WIDE,
    text: (c) => printable(c.account_manager ?? '-'),
  },
  { title: 'OPEN', align: 'right', text: (c) => String(c.open_opportunities) },
  age(now),
  id(),
]

/** Won and lost in plain words: ERPNext's `Converted` says little. */
const fateOf = ({ status }: Opportunity): string => (status === 'Converted' ? 'Won' : status)

export const opportunityColumns = (now: number): Column<Opportunity>[] => [
  { title: 'OPPORTUNITY', flexible: true, text: (o) => printable(o.title) },
  { title: 'OF', flexible: true, fromWidth: WIDE, text: (o) => printable(o.customer_name) },
  { title: 'STAGE', flexible: true, text: (o) => printable(o.sales_stage) },
  { title: 'STATUS', text: fateOf },
  { title: 'AMOUNT', align: 'right', text: (o) => money(o.opportunity_amount, o.currency) },
  { title: '%', align: 'right', text: (o) => String(o.probability) },
  age(now),
  id(),
]

export const projectColumns = (now: number): Column<Project>[] => [
  { title: 'PROJECT', flexible: true, text: (p) => printable(p.project_name) },
  { title: 'OF', flexible: true, text: (p) => printable(p.customer_name ?? '-') },
  { title: 'STATUS', text: (p) => p.status },
  { title: 'DONE', align: 'right', text: (p) => `${p.percent_complete} %` },
  { title: 'ENDS', text: (p) => p.expected_end_date ?? '-' },
  age(now),
  id(),
]

type Fact = readonly [title: string, value: string | null | undefined]

function printFacts(title: string, facts: readonly Fact[], out: Output): void {
  out.line(out.paint('bold', printable(title)))
  out.line()
  for (const [name, value] of facts) {
    if (value) out.line(`${out.paint('dim', name.padEnd(12))} ${printable(value)}`)
  }
}

export function printCustomer(
  customer: Customer,
  { contacts, history }: { contacts: readonly Contact[]; history: readonly HistoryEntry[] },
  out: Output,
): void {
  printFacts(
    customer.customer_name,
    [
      ['Kind', customer.customer_type],
      ['Territory', customer.territory],
      ['Industry', customer.industry],
      ['E-mail', customer.email_id],
      ['Phone', customer.mobile_no],
      ['Tax number', customer.tax_id],
      ['Manager', customer.account_manager],
      ['Since', formatInstant(customer.created_at)],
      ['ERPNext', customer.erpnext_name],
      ['Id', customer.id],
    ],
    out,
  )
  if (contacts.length > 0) out.line()
  for (const { full_name, designation, email_id, phone } of contacts) {
    out.line(`- ${printable([full_name, designation, email_id, phone].filter(Boolean).join(', '))}`)
  }
  if (history.length > 0) out.line()
  for (const { at, kind, title, detail } of history) {
    const words = [kind.replace('_', ' '), title, detail === title ? null : detail]
    out.line(
      `${out.paint('dim', at.slice(0, 10))} ${printable(words.filter(Boolean).join(': ').slice(0, 200))}`,
    )
  }
}

export function printOpportunity(
  o: Opportunity,
  stages: readonly StageChange[],
  out: Output,
): void {
  printFacts(
    o.title,
    [
      ['Of', o.customer_name],
      ['Amount', money(o.opportunity_amount, o.currency)],
      ['Stage', `${o.sales_stage}, ${o.probability} %`],
      ['Status', fateOf(o)],
      ['Closing', o.expected_closing],
      ['Owner', o.opportunity_owner],
      ['Won by', o.won_reason],
      ['Lost by', o.lost_reasons.join(', ')],
      ['In words', o.order_lost_reason],
      ['Competitors', o.competitors.join(', ')],
      ['Lead', o.lead_id],
      ['Customer', o.customer_id],
      ['ERPNext', o.erpnext_name],
      ['Id', o.id],
    ],
    out,
  )
  if (stages.length > 0) out.line()
  for (const { changed_at, from_stage, to_stage, to_status, changed_by } of stages) {
    const place = to_status === 'Converted' ? 'won' : to_status === 'Lost' ? 'lost' : to_stage
    const move = from_stage === null ? `began in ${to_stage}` : `${from_stage} → ${place}`
    out.line(
      `${out.paint('dim', formatInstant(changed_at))} ${printable(`${move} (${changed_by})`)}`,
    )
  }
}

export function printProject(p: Project, out: Output): void {
  printFacts(
    p.project_name,
    [
      ['Of', p.customer_name],
      ['Status', `${p.status}, ${p.percent_complete} %`],
      ['Priority', p.priority],
      ['Begins', p.expected_start_date],
      ['Ends', p.expected_end_date],
      ['Cost', p.estimated_costing && money(p.estimated_costing, p.currency)],
      ['ERPNext', p.erpnext_name],
      ['Id', p.id],
    ],
    out,
  )
  if (!p.notes) return
  out.line()
  out.line(printableLines(p.notes))
}
